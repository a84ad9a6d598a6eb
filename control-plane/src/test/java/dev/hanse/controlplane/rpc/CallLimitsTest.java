// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ClusterId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Protects the control plane's time: so many calls of one caller, so many open, and none of it at a neighbour's cost. */
class CallLimitsTest {

    private long now = 3;
    private final CallLimits limits = new CallLimits(() -> now);

    private static Caller nobody(String address) {
        return new Caller(Optional.empty(), "", address);
    }

    private static Caller gateway(String name) {
        return new Caller(
                Optional.of(new Identity.OfGateway("demo", new GatewayId(new ClusterId("east"), name))),
                "1",
                "192.0.2.1");
    }

    private static Caller operator() {
        return new Caller(Optional.of(new Identity.OfOperator("demo", "admin")), "1", "192.0.2.1");
    }

    /** What the first refused call is told; the number of those before it. */
    private String firstRefused(IntFunction<Caller> callers, boolean ending) {
        for (int i = 0; i < 10_000; i++) {
            Caller caller = callers.apply(i);
            try {
                limits.begin(caller);
            } catch (RefusedException e) {
                return i + " " + e.reason();
            }
            if (ending) {
                limits.end(caller);
            }
        }
        return "none";
    }

    @Test
    void callsOfOneCallerHaveARate() {
        assertThat(firstRefused(_ -> nobody("192.0.2.1"), true)).isEqualTo("100 RATE_LIMITED");
        assertThat(firstRefused(_ -> gateway("gw-1"), true)).isEqualTo("1000 RATE_LIMITED");
        assertThat(firstRefused(_ -> operator(), true)).isEqualTo("1000 RATE_LIMITED");

        now += Duration.ofSeconds(1).toNanos();

        assertThat(firstRefused(_ -> nobody("192.0.2.1"), true)).isEqualTo("10 RATE_LIMITED");
        assertThat(firstRefused(_ -> gateway("gw-1"), true)).isEqualTo("5 RATE_LIMITED");
        assertThat(firstRefused(_ -> operator(), true)).isEqualTo("200 RATE_LIMITED");
    }

    @Test
    void openCallsOfOneCallerAreFew() {
        assertThat(firstRefused(_ -> nobody("192.0.2.1"), false)).isEqualTo("32 QUOTA_EXCEEDED");
        assertThat(firstRefused(_ -> gateway("gw-1"), false)).isEqualTo("8 QUOTA_EXCEEDED");

        limits.end(gateway("gw-1"));

        assertThat(firstRefused(_ -> gateway("gw-1"), false)).isEqualTo("1 QUOTA_EXCEEDED");
    }

    @Test
    void openCallsWithoutACertificateAreFewInAll() {
        assertThat(firstRefused(i -> nobody("192.0.2." + i), false)).isEqualTo("512 QUOTA_EXCEEDED");
        limits.end(nobody("192.0.2.7"));
        assertThat(firstRefused(i -> nobody("198.51.100." + i), false)).isEqualTo("1 QUOTA_EXCEEDED");
    }

    @Test
    void addressesOfOneIpv6NetworkShare() {
        assertThat(firstRefused(i -> nobody("2001:db8::" + Integer.toHexString(i + 1)), true))
                .isEqualTo("100 RATE_LIMITED");
        assertThat(firstRefused(_ -> nobody("2001:db8:0:1::1"), true)).isEqualTo("100 RATE_LIMITED");
    }

    @Test
    void allGatewaysOfALargeSetComeBackAtOnceFromOneAddress() {
        for (int i = 0; i < 16_384; i++) {
            limits.begin(gateway("gw-" + i));
        }
    }

    @Test
    void refusedCallIsNotOpen() {
        for (int i = 0; i < 8; i++) {
            limits.begin(gateway("gw-1"));
        }
        assertThat(firstRefused(_ -> gateway("gw-1"), false)).isEqualTo("0 QUOTA_EXCEEDED");
        for (int i = 0; i < 8; i++) {
            limits.end(gateway("gw-1"));
        }
        assertThat(firstRefused(_ -> gateway("gw-1"), false)).isEqualTo("8 QUOTA_EXCEEDED");
    }
}
