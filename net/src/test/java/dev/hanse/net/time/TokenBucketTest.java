// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Protects rates: a burst, then one each interval, whatever the clock's origin is. */
class TokenBucketTest {

    /** Close to where the clock wraps. */
    private static final long START = Long.MAX_VALUE - 5;

    private final TokenBucket bucket = new TokenBucket(3, Duration.ofSeconds(2), START);

    private int taken(long now, int attempts) {
        int taken = 0;
        for (int i = 0; i < attempts; i++) {
            taken += bucket.take(now) ? 1 : 0;
        }
        return taken;
    }

    private static long after(Duration since) {
        return START + since.toNanos();
    }

    @Test
    void burstThenOneEachInterval() {
        assertThat(taken(START, 10)).isEqualTo(3);
        assertThat(taken(after(Duration.ofMillis(1_999)), 10)).isZero();
        assertThat(taken(after(Duration.ofSeconds(2)), 10)).isEqualTo(1);
        assertThat(taken(after(Duration.ofSeconds(6)), 10)).isEqualTo(2);
    }

    @Test
    void neverHoldsMoreThanItsBurst() {
        assertThat(taken(after(Duration.ofDays(30)), 10)).isEqualTo(3);
    }

    @Test
    void keysDoNotShareAndTheOneNotUsedForLongestIsForgotten() {
        TokenBuckets<String> buckets = new TokenBuckets<>(1, Duration.ofSeconds(2), 2, () -> START);

        assertThat(buckets.take("a")).isTrue();
        assertThat(buckets.take("b")).isTrue();
        assertThat(buckets.take("a")).isFalse();
        assertThat(buckets.take("c")).isTrue();
        assertThat(buckets.take("a")).isFalse();
        assertThat(buckets.take("b")).isTrue();
    }

    @Test
    void emptyBurstIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenBucket(0, Duration.ofSeconds(1), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenBucket(1, Duration.ZERO, 0));
    }
}
