// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.testing.TestAuthority;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Protects the control plane from clients that are not of its cluster set, and members from clocks that were wrong. */
class MemberTrustTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String EAST = "spiffe://demo/cluster/east/gateway/gw-1";

    private final TestAuthority ours = new TestAuthority(NOW);

    private ThrowingCallable present(Instant now, X509Certificate... chain) {
        MemberTrust trust = new MemberTrust(ours.root(), InstantSource.fixed(now));
        return () -> trust.checkClientTrusted(chain, "UNKNOWN");
    }

    private static X509Certificate member(TestAuthority authority) {
        return authority.client(TestAuthority.keyPair().getPublic(), EAST, Duration.ofDays(1));
    }

    @Test
    void acceptsMembersWithOrWithoutTheRoot() {
        assertThatCode(present(NOW.plusSeconds(1), member(ours))).doesNotThrowAnyException();
        assertThatCode(present(NOW.plusSeconds(1), member(ours), ours.root())).doesNotThrowAnyException();
    }

    @Test
    void acceptsWhatWasIssuedWhileTheClockWasAhead() {
        assertThatCode(present(NOW.minus(Duration.ofDays(30)), member(ours))).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatHasEndedAndNamesBothClocks() {
        Instant late = NOW.plus(Duration.ofDays(2));

        assertThatThrownBy(present(late, member(ours)))
                .isInstanceOf(CertificateExpiredException.class)
                .hasMessageContaining(EAST)
                .hasMessageContaining(NOW.plus(Duration.ofDays(1)).toString())
                .hasMessageContaining(late.toString());
    }

    @Test
    void refusesAnotherAuthorityAtAnyTime() {
        TestAuthority theirs = new TestAuthority(NOW);

        for (Instant now : new Instant[] {NOW.minusSeconds(60), NOW.plusSeconds(60), NOW.plus(Duration.ofDays(2))}) {
            assertThatThrownBy(present(now, member(theirs), theirs.root()))
                    .isInstanceOf(CertificateException.class)
                    .hasMessageContaining("not of this cluster set");
        }
    }

    @Test
    void refusesServersAndEmptyChains() {
        assertThatThrownBy(present(NOW.plusSeconds(1), ours.server("spiffe://demo/control-plane/cp-1")))
                .hasMessageContaining("TLS clients");
        assertThatThrownBy(present(NOW.plusSeconds(1), ours.root())).isInstanceOf(CertificateException.class);
    }
}
