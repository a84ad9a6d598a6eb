// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import dev.hanse.net.identity.SpiffeId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the identity in a certificate. */
public final class CertificateIdentity {

    private CertificateIdentity() {}

    /**
     * The SPIFFE id of a certificate, which must hold exactly one URI (X509-SVID standard, section 2).
     *
     * @throws IllegalArgumentException if it holds none, several or one of another form
     */
    public static Identity of(X509Certificate certificate) {
        List<String> uris;
        try {
            uris = SpiffeId.uris(certificate);
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("certificate: unreadable subject alternative names", e);
        }
        if (uris.size() != 1) {
            throw new IllegalArgumentException(
                    "certificate: " + uris.size() + " URIs as subject alternative names (expected: one SPIFFE id)");
        }
        return Identity.parse(uris.getFirst());
    }

    /** A certificate's serial number as it is kept: lower-case hexadecimal. */
    public static String serialOf(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }
}
