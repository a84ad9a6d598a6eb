// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Protects the control loop from handshake floods: thresholds, the rate of a source, and bounded memory. */
class HandshakeLimiterTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final HandshakeLimiter limiter = new HandshakeLimiter();
    private long now = -5 * SECOND;

    @Test
    void isUnderLoadFromTheThresholdOnForASecond() {
        for (int i = 0; i < HandshakeLimiter.UNDER_LOAD; i++) {
            assertThat(limiter.underLoad(now)).isFalse();
        }
        assertThat(limiter.underLoad(now)).isTrue();
        assertThat(limiter.underLoad(now + SECOND - 1)).isTrue();
        assertThat(limiter.underLoad(now + SECOND))
                .as("the last frame above it was a moment ago")
                .isTrue();
        assertThat(limiter.underLoad(now + 2 * SECOND)).isFalse();
    }

    @Test
    void admitsSoManyASecondOverall() {
        limiter.underLoad(now);
        for (int i = 0; i < HandshakeLimiter.OVERALL; i++) {
            assertThat(limiter.admit()).isTrue();
        }
        assertThat(limiter.admit()).isFalse();
        limiter.underLoad(now + SECOND);
        assertThat(limiter.admit()).isTrue();
    }

    @Test
    void admitsFiveAtOnceAndTwentyASecondFromOneSource() throws UnknownHostException {
        InetAddress source = v4(1);
        assertThat(admitted(source, 10)).isEqualTo(5);
        now += SECOND / 20;
        assertThat(admitted(source, 10)).isEqualTo(1);
        now += SECOND;
        assertThat(admitted(source, 10)).isEqualTo(5);
        assertThat(admitted(v4(2), 10)).as("another source has its own").isEqualTo(5);
    }

    @Test
    void countsAnIpv6NetworkAsOneSource() throws UnknownHostException {
        assertThat(admitted(InetAddress.getByName("2001:db8::1"), 3)).isEqualTo(3);
        assertThat(admitted(InetAddress.getByName("2001:db8::ffff"), 10)).isEqualTo(2);
        assertThat(admitted(InetAddress.getByName("2001:db8:0:1::1"), 10)).isEqualTo(5);
    }

    @Test
    void remembersABoundedNumberOfSources() throws UnknownHostException {
        for (int i = 0; i < HandshakeLimiter.MAX_SOURCES + 500; i++) {
            if (i % 500 == 0) {
                limiter.underLoad(now += 1);
            }
            limiter.admit(v4(i), now);
        }
        assertThat(limiter.sources()).isEqualTo(HandshakeLimiter.MAX_SOURCES);
        assertThat(limiter.admit(v4(1_000_000), now)).isFalse();
        now += SECOND;
        limiter.underLoad(now);
        assertThat(limiter.admit(v4(1_000_000), now)).isTrue();
        assertThat(limiter.sources()).isEqualTo(1);
    }

    @Test
    void loadEndsExactlyASecondAfterTheLastFrameAboveTheThreshold() {
        for (int i = 0; i <= HandshakeLimiter.UNDER_LOAD; i++) {
            limiter.underLoad(now);
        }
        assertThat(limiter.underLoad(now + SECOND)).isFalse();
    }

    @Test
    void aSourceWithTokensTakesPartInTheLimitOfAll() throws UnknownHostException {
        limiter.underLoad(now);
        for (int i = 0; i < HandshakeLimiter.OVERALL; i++) {
            limiter.admit();
        }
        assertThat(limiter.admit(v4(1), now)).isFalse();
    }

    @Test
    void aSourceIsForgottenAsSoonAsItHasAllItsTokens() throws UnknownHostException {
        for (int i = 0; i < HandshakeLimiter.MAX_SOURCES; i++) {
            limiter.admit(v4(i), now);
        }
        assertThat(limiter.admit(v4(1_000_000), now + SECOND / 20 - 1)).isFalse();
        limiter.underLoad(now + SECOND);
        assertThat(limiter.sources()).isEqualTo(HandshakeLimiter.MAX_SOURCES);
        limiter.admit(v4(1_000_000), now + SECOND / 20);
        assertThat(limiter.sources()).isEqualTo(1);
    }

    private int admitted(InetAddress source, int tries) {
        int count = 0;
        for (int i = 0; i < tries; i++) {
            count += limiter.admit(source, now) ? 1 : 0;
        }
        return count;
    }

    private static InetAddress v4(int number) throws UnknownHostException {
        return InetAddress.getByAddress(
                ByteBuffer.allocate(4).putInt(0x0a000000 + number).array());
    }
}
