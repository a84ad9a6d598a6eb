// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.identity.CaPin;
import dev.hanse.net.testing.TestAuthority;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Protects a gateway from control planes that are not its own. */
class ControlPlaneTrustTest {

    private static final String CONTROL_PLANE = "spiffe://demo/control-plane/cp-1";

    private final TestAuthority ours = new TestAuthority(Instant.now().minusSeconds(60));
    private final TestAuthority theirs = new TestAuthority(Instant.now().minusSeconds(60));
    private final ControlPlaneTrust pinned = ControlPlaneTrust.pinned("demo", CaPin.of(ours.pin()));
    private final ControlPlaneTrust bundle = ControlPlaneTrust.bundle("demo", List.of(ours.root()));

    private static ThrowingCallable present(ControlPlaneTrust trust, X509Certificate... chain) {
        return () -> trust.checkServerTrusted(chain, "UNKNOWN");
    }

    @Test
    void acceptsTheControlPlaneOfThePinnedAuthority() {
        assertThatCode(present(pinned, ours.server(CONTROL_PLANE), ours.root())).doesNotThrowAnyException();
    }

    @Test
    void acceptsTheControlPlaneOfTheBundleWithOrWithoutItsRoot() {
        assertThatCode(present(bundle, ours.server(CONTROL_PLANE))).doesNotThrowAnyException();
        assertThatCode(present(bundle, ours.server(CONTROL_PLANE), ours.root())).doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherAuthority() {
        assertThatThrownBy(present(pinned, theirs.server(CONTROL_PLANE), theirs.root()))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("does not end in the CA that the join token pins");
        assertThatThrownBy(present(bundle, theirs.server(CONTROL_PLANE), theirs.root()))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining("not of this cluster set");
    }

    @Test
    void refusesAForeignLeafInFrontOfThePinnedRoot() {
        assertThatThrownBy(present(pinned, theirs.server(CONTROL_PLANE), ours.root()))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void refusesMembersThatPlayControlPlane() {
        assertThatThrownBy(present(bundle, ours.server("spiffe://demo/cluster/west/gateway/gw-1")))
                .hasMessageContaining("spiffe://demo/cluster/west/gateway/gw-1");
        assertThatThrownBy(present(bundle, ours.server("spiffe://other/control-plane/cp-1")))
                .hasMessageContaining("expected: spiffe://demo/control-plane/");
        assertThatThrownBy(present(
                        bundle, ours.client(TestAuthority.keyPair().getPublic(), CONTROL_PLANE, Duration.ofDays(1))))
                .hasMessageContaining("certificate for servers");
    }

    @Test
    void refusesEndedCertificatesAndBlamesTheClockToo() {
        TestAuthority old = new TestAuthority(Instant.now().minus(Duration.ofDays(3)));

        assertThatThrownBy(present(ControlPlaneTrust.bundle("demo", List.of(old.root())), old.server(CONTROL_PLANE)))
                .hasMessageContaining("clock");
    }

    @Test
    void namesBothClocksWhereTheyDiffer() {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        TestAuthority ahead = new TestAuthority(tomorrow);

        assertThatThrownBy(
                        present(ControlPlaneTrust.bundle("demo", List.of(ahead.root())), ahead.server(CONTROL_PLANE)))
                .hasMessageContaining("valid from " + tomorrow)
                .hasMessageContaining(
                        "this host's clock says " + Instant.now().toString().substring(0, 10));
    }

    @Test
    void trustsNoClients() {
        X509Certificate[] chain = {ours.server(CONTROL_PLANE)};

        assertThatThrownBy(() -> bundle.checkClientTrusted(chain, "UNKNOWN")).isInstanceOf(CertificateException.class);
    }
}
