// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** SHA-256 over the DER SubjectPublicKeyInfo of a root certificate (the pin of RFC 7469), 32 octets. */
public final class CaPin {

    /** Length of a pin. */
    public static final int OCTETS = 32;

    private final byte[] octets;

    private CaPin(byte[] octets) {
        this.octets = octets;
    }

    /**
     * Copies 32 octets.
     *
     * @throws IllegalArgumentException on another length
     */
    public static CaPin of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("CA pin: " + octets.length + " octets (expected: " + OCTETS + ")");
        }
        return new CaPin(octets.clone());
    }

    /** Whether the certificate's key is the pinned one. */
    boolean matches(X509Certificate certificate) {
        return MessageDigest.isEqual(octets, sha256(certificate.getPublicKey().getEncoded()));
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Hexadecimal; a pin is not secret. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(octets);
    }
}
