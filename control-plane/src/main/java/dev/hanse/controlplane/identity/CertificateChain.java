// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import dev.hanse.controlplane.model.IssuedCertificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A fresh certificate and those above it.
 *
 * @param identity that it certifies
 * @param leaf the certificate
 * @param issuing that signed it
 * @param root that signed the issuing one
 * @param issuedAt when
 */
public record CertificateChain(
        Identity identity, X509Certificate leaf, X509Certificate issuing, X509Certificate root, Instant issuedAt) {

    /** Leaf first, root last. */
    public List<X509Certificate> all() {
        return List.of(leaf, issuing, root);
    }

    /** When the certificate ends. */
    public Instant expiresAt() {
        return leaf.getNotAfter().toInstant();
    }

    /** When it should be renewed: after two thirds of its life. */
    public Instant renewAt() {
        return issuedAt.plus(
                Duration.between(issuedAt, expiresAt()).multipliedBy(2).dividedBy(3));
    }

    /** As it is kept. */
    public IssuedCertificate record() {
        return new IssuedCertificate(
                CertificateIdentity.serialOf(leaf), identity.uri().toString(), issuedAt, expiresAt(), Optional.empty());
    }
}
