// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.testing.TestAuthority;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the way to the API server: what kubeconfigs and pods say, and that what is not understood is refused rather than passed over. */
final class KubeconfigAccessTest {

    @TempDir
    private Path folder;

    private ApiAccess read(String cluster, String user) throws IOException, ApiException {
        Path file = Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                preferences: {}
                current-context: here
                contexts:
                  - {name: there, context: {cluster: other, user: other}}
                  - {name: here, context: {cluster: east, user: hanse, namespace: shop}}
                clusters:
                  - {name: east, cluster: {%s}}
                users:
                  - {name: hanse, user: {%s}}
                """.formatted(cluster, user));
        return new KubeconfigAccess(file).read();
    }

    @Test
    void takesServerAuthorityAndTokenOfTheCurrentContext() throws Exception {
        Files.writeString(folder.resolve("ca.crt"), "PEM");
        ApiAccess access =
                read("server: \"https://192.0.2.1:6443/\", certificate-authority: ca.crt", "token: secret-token");
        assertThat(access.server()).hasToString("https://192.0.2.1:6443");
        assertThat(access.tls().authorities()).hasValue("PEM");
        assertThat(access.token()).isEqualTo("secret-token");
        assertThat(access.toString()).doesNotContain("secret-token");
    }

    @Test
    void aTokenFileGoesBeforeATokenAndIsReadAnew() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        String user = "token: old, tokenFile: token";
        assertThat(read("server: \"https://a\"", user).token()).isEqualTo("first");
        Files.writeString(token, "second\n");
        assertThat(read("server: \"https://a\"", user).token()).isEqualTo("second");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            server: "https://a"                                 | exec: {command: x}    | exec
            server: "https://a"                                 | username: x           | username
            server: "https://a", insecure-skip-tls-verify: true | token: x              | insecure-skip-tls-verify
            server: "ftp://a"                                   | token: x              | https://host:port
            server: "https://a", certificate-authority: none    | token: x              | none
            server: "https://a"                                 | token: "two words"    | one line with a token
            tls-server-name: x                                  | token: x              | tls-server-name
            namespace: x                                        | token: x              | "server"
            """)
    void whatIsNotUnderstoodOrMissingIsNamed(String cluster, String user, String named) {
        assertThatThrownBy(() -> read(cluster, user))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(named);
    }

    @Test
    void aPodHasItsAddressInTheEnvironmentAndItsAccountInFiles() throws Exception {
        Files.writeString(folder.resolve("ca.crt"), "PEM");
        Files.writeString(folder.resolve("token"), "of-the-pod");
        ApiAccess access = new InClusterAccess(
                        folder, Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443"))
                .read();
        assertThat(access.server()).hasToString("https://[fd00::1]:443");
        assertThat(access.token()).isEqualTo("of-the-pod");
    }

    @Test
    void clientCertificatesAndKeysOfOlderToolsAreUsed() throws Exception {
        TestAuthority authority = new TestAuthority(Instant.EPOCH);
        KeyPair keys = TestAuthority.keyPair();
        String certificate = pem(authority.client(keys.getPublic(), "spiffe://x/y", Duration.ofDays(1)));
        String key = sec1((ECPrivateKey) keys.getPrivate());

        ApiAccess access = read(
                "server: \"https://a\", certificate-authority-data: " + base64(pem(authority.root())),
                "client-certificate-data: " + base64(certificate) + ", client-key-data: " + base64(key));
        assertThat(PemTls.context(access.tls()).getProtocol()).isEqualTo("TLS");
        assertThat(access.tls().toString()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void whatIsNoKeyIsNamedWithoutItsContent() {
        ApiAccess.Tls tls = new ApiAccess.Tls(Optional.empty(), Optional.of("no"), Optional.of("secret"));
        assertThatThrownBy(() -> PemTls.context(tls))
                .isInstanceOf(ApiException.class)
                .hasMessageNotContaining("secret");
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    /** As openssl and Go write it (RFC 5915). */
    private static String sec1(ECPrivateKey key) throws IOException {
        byte[] der = new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1)
                .getEncoded();
        return "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END EC PRIVATE KEY-----\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
