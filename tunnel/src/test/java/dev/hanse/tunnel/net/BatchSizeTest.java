// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static dev.hanse.tunnel.net.BatchSize.FIRST_PAUSE_NANOS;
import static dev.hanse.tunnel.net.BatchSize.LONGEST_PAUSE_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Protects a fast tunnel from one refusal, and the log and the path from a refusal that lasts. */
class BatchSizeTest {

    private static final long START = Long.MAX_VALUE - 1;

    private final BatchSize size = new BatchSize(64);
    private long now = START;

    @Test
    void oneRefusalIsTriedAgainAndForgottenOnceSeveralWereTakenForAsLong() {
        assertThat(size.onRefused(now)).isTrue();
        assertThat(size.datagrams()).isOne();

        assertThat(after(FIRST_PAUSE_NANOS - 1)).isFalse();
        assertThat(size.datagrams()).isOne();
        assertThat(after(1)).isFalse();
        assertThat(size.datagrams()).isEqualTo(64);
        assertThat(size.isTroubled()).isTrue();

        size.onTaken();
        assertThat(after(FIRST_PAUSE_NANOS - 1)).isFalse();
        assertThat(after(1)).isTrue();
        assertThat(size.isTroubled()).isFalse();
        assertThat(size.onRefused(now)).as("news again").isTrue();
    }

    @Test
    void aTrialThatNobodySentAnythingInIsNotOver() {
        size.onRefused(now);
        after(FIRST_PAUSE_NANOS);
        assertThat(after(10 * FIRST_PAUSE_NANOS)).isFalse();
        assertThat(size.onRefused(now)).as("news").isFalse();
    }

    @Test
    void refusalsThatLastAreToldOnceAndTriedEverMoreSeldom() {
        assertThat(size.onRefused(now)).isTrue();
        int trials = 0;
        long day = TimeUnit.DAYS.toNanos(1);
        for (long passed = 0; passed < day; passed += FIRST_PAUSE_NANOS) {
            assertThat(after(FIRST_PAUSE_NANOS)).isFalse();
            if (size.datagrams() > 1) {
                trials++;
                assertThat(size.onRefused(now)).as("news").isFalse();
            }
        }
        assertThat((long) trials).isBetween(day / LONGEST_PAUSE_NANOS, day / LONGEST_PAUSE_NANOS + 5);
    }

    /** As where one peer's route takes several and another's does not. */
    @Test
    void aTrialThatWorkedForAWhileAndThenFailedIsNoNewsAndMakesThePauseLonger() {
        size.onRefused(now);
        after(FIRST_PAUSE_NANOS);
        size.onTaken();
        assertThat(after(FIRST_PAUSE_NANOS / 2)).isFalse();

        assertThat(size.onRefused(now)).as("news").isFalse();
        after(FIRST_PAUSE_NANOS);
        assertThat(size.datagrams()).isOne();
        after(FIRST_PAUSE_NANOS);
        assertThat(size.datagrams()).isEqualTo(64);
    }

    private boolean after(long nanos) {
        now += nanos;
        return size.onTime(now);
    }
}
