// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Protects the control plane from guessing: so many attempts from one address, so many from all. */
class AttemptLimitTest {

    private long now = 7;
    private final AttemptLimit limit = AttemptLimit.ofJoining(() -> now);

    private int admitted(String address, int attempts) {
        int admitted = 0;
        for (int i = 0; i < attempts; i++) {
            try {
                limit.attempt(address);
                admitted++;
            } catch (RefusedException e) {
                assertThat(e.reason()).isEqualTo(Reason.RATE_LIMITED);
            }
        }
        return admitted;
    }

    @Test
    void oneAddressHasABurstThenWaits() {
        assertThat(admitted("192.0.2.1", 30)).isEqualTo(20);

        now += Duration.ofSeconds(3).toNanos();

        assertThat(admitted("192.0.2.1", 5)).isEqualTo(1);
    }

    @Test
    void addressesDoNotShareTheirBurst() {
        assertThat(admitted("192.0.2.1", 30)).isEqualTo(20);
        assertThat(admitted("192.0.2.2", 30)).isEqualTo(20);
    }

    @Test
    void allTogetherHaveABurstToo() {
        int admitted = 0;
        for (int i = 0; i < 20; i++) {
            admitted += admitted("192.0.2." + i, 20);
        }
        assertThat(admitted).isEqualTo(200);
    }

    @Test
    void gatewayRenewsInABurstThenWaits() {
        AttemptLimit renewals = AttemptLimit.ofRenewing(() -> now);
        String gateway = "spiffe://demo/cluster/east/gateway/gw-1";
        for (int i = 0; i < 10; i++) {
            renewals.attempt(gateway);
        }
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> renewals.attempt(gateway));

        now += Duration.ofMinutes(10).toNanos();

        renewals.attempt(gateway);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> renewals.attempt(gateway));
    }

    @Test
    void allGatewaysOfALargeSetRenewWithinSixMinutes() {
        AttemptLimit renewals = AttemptLimit.ofRenewing(() -> now);
        int renewed = 0;
        for (int second = 0; second < 360; second++) {
            for (int i = 0; i < 50 && renewed < 16_384; i++) {
                renewals.attempt("gateway " + renewed++);
            }
            now += Duration.ofSeconds(1).toNanos();
        }
        assertThat(renewed).isEqualTo(16_384);
    }
}
