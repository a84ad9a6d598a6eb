// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Protects the paths of many gateways from partitions, one-way loss, restarts, new addresses and clocks that are set, several at once. {@code -Dhanse.mesh.seed=…} runs one seed alone,
 * {@code -Dhanse.mesh.gateways=…} with so many gateways.
 */
class MeshTest {

    private static final int SEEDS = 8;
    private static final int MANY = 30;
    private static final int ROUNDS = 4;

    @Test
    void everyPeerThatCanBeReachedIsReachedWithinFiveSeconds() {
        LongStream.rangeClosed(1, SEEDS).forEach(seed -> tell(seed, 3 + (int) (seed % 7), ROUNDS));
    }

    @Test
    void soItIsWithMoreGateways() {
        tell(1, MANY, 1);
    }

    @Test
    void aSeedTellsTheSameStoryTwice() {
        assertThat(tell(5, 5, 3)).isEqualTo(tell(5, 5, 3));
    }

    /** {@code make mesh}: {@code hanse.mesh.seeds} says how many, or {@code hanse.mesh.seed} which one. */
    @Test
    @EnabledIfSystemProperty(named = "hanse.mesh.gateways", matches = "\\d+")
    void manySeeds() {
        int gateways = Integer.getInteger("hanse.mesh.gateways");
        long first = Long.getLong("hanse.mesh.seed", 1);
        long last = first + Long.getLong("hanse.mesh.seeds", 1) - 1;
        int rounds = Integer.getInteger("hanse.mesh.rounds", gateways < MANY ? ROUNDS : 1);
        List<String> failures = LongStream.rangeClosed(first, last)
                .parallel()
                .mapToObj(seed -> failure(seed, gateways, rounds))
                .filter(failure -> !failure.isEmpty())
                .toList();
        assertThat(failures).isEmpty();
    }

    private static String failure(long seed, int gateways, int rounds) {
        try {
            tell(seed, gateways, rounds);
            return "";
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static long tell(long seed, int gateways, int rounds) {
        try {
            return new MeshStory(seed, gateways).tell(rounds);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "-Dhanse.mesh.seed=%d -Dhanse.mesh.gateways=%d -Dhanse.mesh.rounds=%d:%n%s"
                            .formatted(seed, gateways, rounds, e.getMessage()),
                    e);
        }
    }
}
