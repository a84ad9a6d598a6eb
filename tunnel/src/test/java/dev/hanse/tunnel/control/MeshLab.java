// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What {@link MeshTest} tells a few times, many times and of many gateways; {@code make mesh} runs it, as many at once as there are processors. */
class MeshLab {

    private static final int GATEWAYS = Integer.getInteger("hanse.mesh.gateways", 100);
    private static final long FIRST = Long.getLong("hanse.mesh.seed", 1);
    private static final long SEEDS = Long.getLong("hanse.mesh.seeds", 1_000);
    private static final int ROUNDS = Integer.getInteger("hanse.mesh.rounds", GATEWAYS < 30 ? 4 : 1);

    @Test
    void everyPeerThatCanBeReachedIsReachedWithinFiveSeconds() {
        List<String> failures = LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .mapToObj(MeshLab::failure)
                .filter(failure -> !failure.isEmpty())
                .toList();
        assertThat(failures).isEmpty();
    }

    private static String failure(long seed) {
        try {
            MeshStory.tell(seed, GATEWAYS, ROUNDS);
            return "";
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }
}
