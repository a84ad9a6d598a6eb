// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.identity.CertificateAuthority;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.discovery.model.ClusterId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects integrators: the alerts that docs/protocol/federation.md, section 1.1, names are those that the server sends. */
class TlsAlertsTest {

    @TempDir
    private Path dataDir;

    private static String outcome(TestControlPlane controlPlane, Optional<TestIdentity> identity, String version)
            throws IOException, GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys(identity), trust(controlPlane.root()).getTrustManagers(), null);
        String address = controlPlane.address();
        int port = Integer.parseInt(address, address.indexOf(':') + 1, address.length(), 10);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {version});
            socket.setSoTimeout(10_000);
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            // In TLS 1.3 the client is done before the server has seen its certificate: the alert comes with the first
            // read.
            return socket.getInputStream().read() >= 0 ? "served" : "closed";
        } catch (javax.net.ssl.SSLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static KeyManager @Nullable [] keys(Optional<TestIdentity> identity)
            throws IOException, GeneralSecurityException {
        if (identity.isEmpty()) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "own", identity.get().key(), new char[0], identity.get().chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance("NewSunX509");
        keys.init(new javax.net.ssl.KeyStoreBuilderParameters(
                KeyStore.Builder.newInstance(store, new KeyStore.PasswordProtection(new char[0]))));
        KeyManager[] managers = keys.getKeyManagers();
        return new KeyManager[] {new AlwaysThis((javax.net.ssl.X509ExtendedKeyManager) managers[0])};
    }

    /** Shows the one key that there is, whatever authorities the server names. */
    private static final class AlwaysThis extends javax.net.ssl.X509ExtendedKeyManager {

        private final javax.net.ssl.X509ExtendedKeyManager keys;
        private final String alias;

        AlwaysThis(javax.net.ssl.X509ExtendedKeyManager keys) {
            this.keys = keys;
            this.alias = keys.getClientAliases("EC", null)[0];
        }

        @Override
        public String[] getClientAliases(String keyType, java.security.Principal @Nullable [] issuers) {
            return new String[] {alias};
        }

        @Override
        public String chooseClientAlias(
                String[] keyType, java.security.Principal @Nullable [] issuers, java.net.@Nullable Socket socket) {
            return alias;
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, java.security.Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, java.security.Principal @Nullable [] issuers, java.net.@Nullable Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String any) {
            return keys.getCertificateChain(any);
        }

        @Override
        public java.security.PrivateKey getPrivateKey(String any) {
            return keys.getPrivateKey(any);
        }
    }

    private static TrustManagerFactory trust(X509Certificate root) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        return trust;
    }

    @Test
    void memberAndWhoShowsNothingAreServed() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            assertThat(outcome(controlPlane, Optional.empty(), "TLSv1.3")).isEqualTo("served");
            assertThat(outcome(controlPlane, Optional.of(TestIdentity.operator(dataDir)), "TLSv1.3"))
                    .isEqualTo("served");
        }
    }

    @Test
    void olderTlsIsProtocolVersion() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            assertThat(outcome(controlPlane, Optional.empty(), "TLSv1.2")).contains("protocol_version");
        }
    }

    @Test
    void certificateOfAnotherAuthorityIsOfAnUnknownOne(@TempDir Path otherDir) throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir);
                TestControlPlane other = TestControlPlane.start(otherDir)) {
            assertThat(other.address()).isNotEqualTo(controlPlane.address());
            assertThat(outcome(controlPlane, Optional.of(TestIdentity.operator(otherDir)), "TLSv1.3"))
                    .contains("unknown_ca");
        }
    }

    @Test
    void endedCertificateIsExpired() throws Exception {
        // The data directory is whole before its authority is asked as of two days ago.
        TestControlPlane.start(dataDir).close();
        TestIdentity ended = issuedBefore(Duration.ofDays(2));
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            assertThat(outcome(controlPlane, Optional.of(ended), "TLSv1.3")).contains("certificate_expired");
        }
    }

    private TestIdentity issuedBefore(Duration ago) throws IOException {
        Instant then = Instant.now().minus(ago);
        CertificateAuthority authority =
                CertificateAuthority.open(dataDir, "demo", InstantSource.fixed(then), new SecureRandom());
        TestKey key = TestKey.fresh();
        return new TestIdentity(
                authority
                        .issue(
                                new Identity.OfGateway("demo", new GatewayId(new ClusterId("east"), "gw-1")),
                                CertificateRequest.parse(key.csr()))
                        .all(),
                key.pair().getPrivate());
    }
}
