// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the start with DNS over TLS: a wrong file is named with what was expected, and nothing of it is told. */
class TlsFilesTest {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private Path folder;

    private static AbstractThrowableAssert<?, ?> refusal(Path certificate, Path privateKey) {
        return assertThatThrownBy(() -> TlsFiles.check(new DnsTls(ANY_PORT, certificate, privateKey), Instant.now()))
                .isInstanceOf(DnsStartException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void takesAPairOfAnyKind(String algorithm) throws Exception {
        PemPair pair = PemPair.make(folder, "dns", algorithm);
        DnsTls tls = new DnsTls(ANY_PORT, pair.certificate(), pair.privateKey());
        assertThatCode(() -> TlsFiles.check(tls, Instant.now())).doesNotThrowAnyException();
    }

    @Test
    void namesAFileThatIsMissing() throws Exception {
        PemPair pair = PemPair.make(folder, "dns", "EC");
        refusal(folder.resolve("none.pem"), pair.privateKey())
                .hasMessage("dns.tls.certificate: " + folder.resolve("none.pem")
                        + " does not exist (expected: a PEM file)");
        refusal(pair.certificate(), folder.resolve("none.pem"))
                .hasMessage("dns.tls.private-key: " + folder.resolve("none.pem")
                        + " does not exist (expected: a PEM file)");
        refusal(folder, pair.privateKey()).hasMessageContaining(folder + " cannot be read");
    }

    @Test
    void namesAFileThatHoldsSomethingElse() throws Exception {
        PemPair pair = PemPair.make(folder, "dns", "EC");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        refusal(pair.privateKey(), pair.privateKey())
                .hasMessageContaining("dns.tls.certificate")
                .hasMessageContaining("the server's first");
        refusal(empty, pair.privateKey()).hasMessageContaining("dns.tls.certificate");
        refusal(pair.certificate(), pair.certificate()).hasMessageContaining("BEGIN PRIVATE KEY");
        refusal(pair.certificate(), empty)
                .hasMessageContaining("BEGIN PRIVATE KEY")
                .hasMessageNotContaining("openssl");
    }

    @Test
    void saysHowAKeyInAnotherFormIsTurned() throws Exception {
        PemPair pair = PemPair.make(folder, "dns", "EC");
        Path key = PemPair.pem(folder.resolve("old.pem"), "EC PRIVATE KEY", new byte[] {1, 2, 3});
        refusal(pair.certificate(), key)
                .hasMessageEndingWith("openssl pkcs8 -topk8 -nodes -in " + key + ")")
                .hasMessageNotContaining("AQID");
    }

    @Test
    void namesAKeyOfAnotherCertificate() throws Exception {
        PemPair pair = PemPair.make(folder, "dns", "EC");
        PemPair other = PemPair.make(folder, "other", "EC");
        refusal(pair.certificate(), other.privateKey())
                .hasMessage("dns.tls.private-key: " + other.privateKey() + " is something else (expected: the key of "
                        + pair.certificate() + ")");
        PemPair rsa = PemPair.make(folder, "rsa", "RSA");
        refusal(pair.certificate(), rsa.privateKey()).hasMessageContaining("a key of the certificate's kind, EC");
        Path broken = PemPair.pem(folder.resolve("broken.pem"), "PRIVATE KEY", new byte[] {1, 2, 3});
        refusal(pair.certificate(), broken).hasMessageContaining("EC").hasMessageNotContaining("AQID");
    }

    /** Who asks for it may not check certificates at all: opportunistic privacy, RFC 7858 section 4.1. */
    @Test
    void goesOnWithACertificateThatHasEnded() throws Exception {
        PemPair pair = PemPair.make(folder, "dns", "EC", "-startdate", "-3d", "-validity", "1");
        DnsTls tls = new DnsTls(ANY_PORT, pair.certificate(), pair.privateKey());
        assertThatCode(() -> TlsFiles.check(tls, Instant.now())).doesNotThrowAnyException();
    }
}
