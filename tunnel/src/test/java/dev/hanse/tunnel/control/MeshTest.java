// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Protects the paths of many gateways from partitions, one-way loss, restarts, new addresses and clocks that are set, several at once. {@code make mesh} tells more stories, of more gateways:
 * {@link MeshLab}.
 */
class MeshTest {

    private static final int SEEDS = 8;
    private static final int ROUNDS = 4;
    private static final int MANY = 30;

    @Test
    void everyPeerThatCanBeReachedIsReachedWithinFiveSeconds() {
        LongStream.rangeClosed(1, SEEDS).forEach(seed -> MeshStory.tell(seed, 3 + (int) (seed % 7), ROUNDS));
    }

    @Test
    void soItIsWithMoreGateways() {
        MeshStory.tell(1, MANY, 1);
    }

    @Test
    void aSeedTellsTheSameStoryTwice() {
        assertThat(MeshStory.tell(5, 5, 3)).isEqualTo(MeshStory.tell(5, 5, 3));
    }
}
