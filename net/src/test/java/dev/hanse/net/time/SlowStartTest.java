// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Protects one that has just started from half a cluster's load, and the others from doing more than their share for longer than that. */
class SlowStartTest {

    /** A monotonic clock may be anywhere. */
    private static final long BEGIN = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(11);

    private final SlowStart<String> start = new SlowStart<>();

    private Map<String, Integer> after(int seconds) {
        return start.shares(at(seconds));
    }

    private static long at(int seconds) {
        return BEGIN + TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void theShareOfOneThatComesLaterDoublesUntilItIsWhole() {
        start.add("old", at(0));
        start.add("new", at(10));
        assertThat(after(10)).isEqualTo(Map.of("new", 1));
        assertThat(after(11)).isEqualTo(Map.of("new", 1));
        assertThat(after(12)).isEqualTo(Map.of("new", 2));
        assertThat(after(15)).isEqualTo(Map.of("new", 4));
        assertThat(after(17)).isEqualTo(Map.of("new", 8));
        assertThat(after(18)).isEmpty();
    }

    @Test
    void allThatComeAtTheBeginningHaveAWholeShare() {
        start.add("one", at(0));
        start.add("other", at(7));
        assertThat(after(7)).isEmpty();
    }

    @Test
    void oneThatGoesAndComesBeginsAnotherTime() {
        start.add("old", at(0));
        start.add("new", at(10));
        start.remove("new", at(11));
        assertThat(after(11)).isEmpty();
        start.add("new", at(14));
        start.add("new", at(15));
        assertThat(after(16)).isEqualTo(Map.of("new", 2));
    }

    @Test
    void oneThatWasAwayForAMomentGoesOn() {
        start.add("old", at(0));
        start.add("new", at(10));
        start.remove("old", at(13));
        start.remove("new", at(13));
        assertThat(after(13)).isEmpty();
        assertThat(start.add("old", at(13) + TimeUnit.MILLISECONDS.toNanos(400)))
                .isEqualTo(16);
        assertThat(start.add("new", at(13) + TimeUnit.MILLISECONDS.toNanos(400)))
                .isEqualTo(2);
        assertThat(after(14)).isEqualTo(Map.of("new", 4));
        start.remove("old", at(15));
        start.remove("old", at(16));
        assertThat(start.add("old", at(16))).as("away since it went").isEqualTo(1);
        start.forget("old");
        start.forget("new");
        assertThat(after(16)).isEmpty();
    }

    @Test
    void whoIsInBothSetsGoesOn() {
        start.set(Set.of("one", "other"), at(0));
        start.set(Set.of("one"), at(10));
        start.set(Set.of("one", "other"), at(20));
        assertThat(after(20)).isEqualTo(Map.of("other", 1));
        start.set(Set.of("one", "other"), at(23));
        assertThat(after(23)).isEqualTo(Map.of("other", 2));
    }
}
