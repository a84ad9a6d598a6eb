// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.net.identity.SpiffeId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * What an operator shows to a control plane, as the control plane writes it into {@code operator/} of its data directory.
 *
 * @param chain file with the operator's certificate and the issuing ones, PEM
 * @param key file with the private key, PKCS#8 PEM
 * @param roots root certificates of the cluster set
 * @param clusterSet the cluster set that the operator's certificate names
 */
record OperatorCredentials(Path chain, Path key, List<X509Certificate> roots, String clusterSet) {

    private static final String NEXT =
            "name the directory with operator.pem, operator-key.pem and ca.pem by --credentials or HANSE_CREDENTIALS"
                    + " (the control plane writes it as operator/ in its data directory)";

    OperatorCredentials {
        roots = List.copyOf(roots);
    }

    /**
     * Reads a directory.
     *
     * @throws CommandFailure if a file is missing, unreadable or not what it should be
     */
    static OperatorCredentials read(Path directory) {
        Path chain = readable(directory.resolve("operator.pem"));
        Path key = readable(directory.resolve("operator-key.pem"));
        List<X509Certificate> roots = certificates(readable(directory.resolve("ca.pem")));
        X509Certificate leaf = certificates(chain).getFirst();
        SpiffeId identity = SpiffeId.of(leaf)
                .orElseThrow(() -> new CommandFailure("certificate in " + chain + " names no SPIFFE identity", NEXT));
        return new OperatorCredentials(chain, key, roots, identity.trustDomain());
    }

    private static Path readable(Path file) {
        if (!Files.exists(file)) {
            throw new CommandFailure("operator credentials: " + file + " does not exist", NEXT);
        }
        if (!Files.isReadable(file)) {
            throw new CommandFailure("operator credentials: " + file + " may not be read by this user", NEXT);
        }
        return file;
    }

    private static List<X509Certificate> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<?> read = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                throw new CommandFailure("operator credentials: " + file + " holds no certificate", NEXT);
            }
            return read.stream().map(X509Certificate.class::cast).toList();
        } catch (IOException | CertificateException e) {
            throw new CommandFailure("operator credentials: " + file + " cannot be read: " + e.getMessage(), NEXT, e);
        }
    }
}
