// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.rpc.RpcFailure;
import dev.hanse.net.time.Backoff;
import io.grpc.Status;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the control plane from being knocked at in vain, and a gateway from waiting without need. */
class RetryDelayTest {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(8);

    private final RetryDelay delay = new RetryDelay(new Backoff(FIRST, LONGEST, new Random(1)));

    private static RpcFailure failure(String reason) {
        return new RpcFailure(Status.Code.UNAVAILABLE, reason, "ended by the test");
    }

    /** Until delays are long. */
    private void failOften() {
        for (int i = 0; i < 10; i++) {
            delay.after(failure(""), false);
        }
    }

    @Test
    void anotherAddressIsTriedAtOnceWhereOneShutsDown() {
        assertThat(delay.after(failure("SHUTTING_DOWN"), true)).isZero();
        assertThat(delay.after(failure("SHUTTING_DOWN"), false)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STREAM_SUPERSEDED",
                "IDENTITY_REVOKED",
                "IDENTITY_MISMATCH",
                "TUNNEL_KEY_IN_USE",
                "TUNNEL_ADDRESS_IN_USE",
                "PREFIX_OVERLAP"
            })
    void whatSomebodyMustMendIsTriedSeldom(String reason) {
        assertThat(delay.after(failure(reason), true)).isBetween(LONGEST.dividedBy(2), LONGEST);
    }

    @Test
    void sessionThatHeldMakesTheNextDelayShort() {
        failOften();
        delay.held(Duration.ofSeconds(10));
        assertThat(delay.after(failure(""), false)).isLessThanOrEqualTo(FIRST);
    }

    @Test
    void sessionThatDidNotHoldDoesNot() {
        failOften();
        delay.held(Duration.ofMillis(9_999));
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            Duration next = delay.after(failure(""), false);
            longest = next.compareTo(longest) > 0 ? next : longest;
        }
        assertThat(longest).isGreaterThan(Duration.ofSeconds(4));
    }
}
