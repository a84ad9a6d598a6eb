// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.net.identity.PrivateKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the files of DNS over TLS before a listener takes them: a wrong one is named at the start, and not by clients
 * whose handshakes fail. Messages never hold what stands in the files.
 */
final class TlsFiles {

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN (EC|RSA|ENCRYPTED) PRIVATE KEY-----");

    private TlsFiles() {}

    /**
     * Checks both files and that they belong together.
     *
     * @throws DnsStartException with the file and what was expected
     */
    static void check(DnsTls tls, Instant now) {
        X509Certificate certificate = certificate(tls.certificateChain());
        PrivateKey key = privateKey(tls.privateKey(), certificate.getPublicKey().getAlgorithm());
        if (!belongTogether(certificate.getPublicKey(), key)) {
            throw refused("dns.tls.private-key", tls.privateKey(), "the key of " + tls.certificateChain(), null);
        }
        if (certificate.getNotAfter().toInstant().isBefore(now)) {
            LOG.warn(
                    "dns.tls.certificate: {} has ended at {}; clients that check certificates will refuse it",
                    tls.certificateChain(),
                    certificate.getNotAfter().toInstant());
        }
    }

    private static X509Certificate certificate(Path file) {
        String expected = "certificates in PEM, the server's first";
        try {
            InputStream in = new ByteArrayInputStream(Files.readAllBytes(file));
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            return (X509Certificate)
                    chain.stream().findFirst().orElseThrow(() -> refused("dns.tls.certificate", file, expected, null));
        } catch (CertificateException e) {
            throw refused("dns.tls.certificate", file, expected, e);
        } catch (IOException e) {
            throw unreadable("dns.tls.certificate", file, e);
        }
    }

    private static PrivateKey privateKey(Path file, String algorithm) {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return PrivateKeys.read(text, algorithm)
                    .orElseThrow(() -> refused("dns.tls.private-key", file, expectedKey(file, text), null));
        } catch (IOException e) {
            throw unreadable("dns.tls.private-key", file, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw refused("dns.tls.private-key", file, "a key of the certificate's kind, " + algorithm, e);
        }
    }

    private static String expectedKey(Path file, String text) {
        String form = "a key in PKCS#8 without a password, \"BEGIN PRIVATE KEY\"";
        return OTHER_KEY.matcher(text).find() ? form + "; made by: openssl pkcs8 -topk8 -nodes -in " + file : form;
    }

    private static boolean belongTogether(PublicKey open, PrivateKey secret) {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        return PrivateKeys.isOf(open, secret, algorithm);
    }

    private static DnsStartException unreadable(String key, Path file, IOException cause) {
        String problem = Files.exists(file) ? " cannot be read" : " does not exist";
        return new DnsStartException(key + ": " + file + problem + " (expected: a PEM file)", cause);
    }

    private static DnsStartException refused(String key, Path file, String expected, @Nullable Exception cause) {
        return new DnsStartException(key + ": " + file + " is something else (expected: " + expected + ")", cause);
    }
}
