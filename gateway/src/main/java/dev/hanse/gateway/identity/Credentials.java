// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A gateway's key and certificates. Never printed with its key.
 *
 * @param key private key of the first certificate
 * @param chain the gateway's certificate, then its issuers
 * @param bundle roots of the cluster set
 */
public record Credentials(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> bundle) {

    private static final int MAX_CERTIFICATES = 16;

    /** Copies the lists and checks their sizes. */
    public Credentials {
        chain = List.copyOf(chain);
        bundle = List.copyOf(bundle);
        requireSize("certificate chain", chain.size());
        requireSize("trust bundle", bundle.size());
    }

    private static void requireSize(String what, int size) {
        if (size < 1 || size > MAX_CERTIFICATES) {
            throw new IllegalArgumentException(
                    what + ": " + size + " certificates (expected: 1 to " + MAX_CERTIFICATES + ")");
        }
    }

    /** Who the certificate says the gateway is. */
    public GatewayIdentity identity() {
        return GatewayIdentity.of(chain.getFirst());
    }

    /**
     * Checks that the key is that of the certificate, and each certificate signed by the one behind it or by a root: what
     * a flipped bit leaves readable would be refused by every peer.
     *
     * @throws GeneralSecurityException if they do not belong together
     */
    void requireConsistent() throws GeneralSecurityException {
        X509Certificate leaf = chain.getFirst();
        Signature signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(key);
        signing.update(leaf.getEncoded());
        byte[] signed = signing.sign();
        signing.initVerify(leaf.getPublicKey());
        signing.update(leaf.getEncoded());
        if (!signing.verify(signed)) {
            throw new SignatureException("the key is not that of the certificate");
        }
        for (X509Certificate root : bundle) {
            root.verify(root.getPublicKey());
        }
        for (int i = 0; i < chain.size(); i++) {
            requireSigned(chain.get(i), i + 1 < chain.size() ? List.of(chain.get(i + 1)) : bundle);
        }
    }

    private static void requireSigned(X509Certificate certificate, List<X509Certificate> issuers)
            throws GeneralSecurityException {
        for (X509Certificate issuer : issuers) {
            if (issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
                certificate.verify(issuer.getPublicKey());
                return;
            }
        }
        throw new SignatureException("no issuer of " + certificate.getSubjectX500Principal());
    }

    /** When the certificate ends. */
    public Instant expiresAt() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /**
     * When two thirds of the certificate's life are over: the time to renew where the control plane has not named one.
     */
    public Instant renewAt() {
        Instant from = chain.getFirst().getNotBefore().toInstant();
        return from.plus(Duration.between(from, expiresAt()).multipliedBy(2).dividedBy(3));
    }

    /** Whether the certificate can no longer be used. */
    public boolean ended(Instant now) {
        return !now.isBefore(expiresAt());
    }

    /** The certificate of the chain that the clock does not accept yet: it was made while another clock was ahead. */
    Optional<X509Certificate> notYetValid(Instant now) {
        return chain.stream()
                .filter(each -> now.isBefore(each.getNotBefore().toInstant()))
                .findFirst();
    }

    @Override
    public String toString() {
        return identity() + " until " + expiresAt();
    }
}
