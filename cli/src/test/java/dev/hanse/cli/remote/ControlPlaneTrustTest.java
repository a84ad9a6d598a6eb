// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.testing.TestAuthority;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Protects an operator from control planes that are not the cluster set's. */
final class ControlPlaneTrustTest {

    private final TestAuthority ours = new TestAuthority(Instant.now().minusSeconds(60));
    private final TestAuthority theirs = new TestAuthority(Instant.now().minusSeconds(60));
    private final ControlPlaneTrust trust = trust(ours.root());

    private static ControlPlaneTrust trust(X509Certificate root) {
        try {
            return new ControlPlaneTrust(List.of(root), "demo");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private ThrowingCallable present(X509Certificate certificate) {
        return () -> trust.checkServerTrusted(new X509Certificate[] {certificate}, "UNKNOWN");
    }

    @Test
    void acceptsAControlPlaneOfTheClusterSet() {
        assertThatCode(present(ours.server("spiffe://demo/control-plane/cp-1"))).doesNotThrowAnyException();
    }

    @Test
    void refusesAnotherAuthorityAndWhatIsNoServer() {
        assertThatThrownBy(present(theirs.server("spiffe://demo/control-plane/cp-1")))
                .isInstanceOf(CertificateException.class);
        assertThatThrownBy(present(ours.client(
                        TestAuthority.keyPair().getPublic(), "spiffe://demo/control-plane/cp-1", Duration.ofDays(1))))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void refusesWhoIsNoControlPlaneOfTheClusterSet() {
        assertThatThrownBy(present(ours.server("spiffe://demo/cluster/west/gateway/gw-1")))
                .hasMessage("certificate of CN=x is not a control plane's of cluster set demo");
        assertThatThrownBy(present(ours.server("spiffe://other/control-plane/cp-1")))
                .hasMessage("certificate of CN=x is not a control plane's of cluster set demo");
        assertThatThrownBy(present(ours.server("https://demo/control-plane/cp-1")))
                .hasMessage("certificate of CN=x is not a control plane's of cluster set demo");
    }

    @Test
    void trustsNoClients() {
        X509Certificate[] chain = {ours.server("spiffe://demo/control-plane/cp-1")};

        assertThatThrownBy(() -> trust.checkClientTrusted(chain, "UNKNOWN"))
                .isInstanceOf(CertificateException.class)
                .hasMessage("this side is a client");
    }
}
