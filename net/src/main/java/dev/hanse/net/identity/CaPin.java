// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.identity;

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

    /** The pin of a root. */
    public static CaPin of(X509Certificate root) {
        try {
            return new CaPin(MessageDigest.getInstance("SHA-256")
                    .digest(root.getPublicKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether the certificate's key is the pinned one. */
    public boolean matches(X509Certificate certificate) {
        return MessageDigest.isEqual(octets, of(certificate).octets);
    }

    /** A copy. */
    public byte[] octets() {
        return octets.clone();
    }

    /** Hexadecimal; a pin is not secret. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(octets);
    }
}
