// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.KeyAgreement;
import org.jspecify.annotations.Nullable;

/** An X25519 private key (RFC 7748). Never printed. Any thread, except {@link #erase}. */
public final class X25519PrivateKey {

    /** Length of a private key, a public key and a shared secret. */
    public static final int OCTETS = 32;

    private static final NamedParameterSpec X25519 = NamedParameterSpec.X25519;
    private static final BigInteger BASE_POINT = BigInteger.valueOf(9);

    private final byte[] scalar;
    private final byte[] publicKey;

    private X25519PrivateKey(byte[] scalar) {
        this.scalar = scalar;
        byte[] point = agree(scalar, BASE_POINT);
        if (point == null) {
            throw new IllegalStateException("the base point of X25519 was refused");
        }
        this.publicKey = point;
    }

    /**
     * Copies 32 octets; they are clamped as RFC 7748 says.
     *
     * @throws IllegalArgumentException on another length
     */
    public static X25519PrivateKey of(byte[] octets) {
        if (octets.length != OCTETS) {
            throw new IllegalArgumentException("private key: " + octets.length + " octets (expected: " + OCTETS + ")");
        }
        byte[] scalar = octets.clone();
        scalar[0] &= (byte) 0xf8;
        scalar[OCTETS - 1] = (byte) (scalar[OCTETS - 1] & 0x7f | 0x40);
        return new X25519PrivateKey(scalar);
    }

    /** A new key from {@code random}, which must be cryptographically strong. */
    public static X25519PrivateKey generate(RandomGenerator random) {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        try {
            return of(octets);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    /** A copy of the public key, 32 octets. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** A copy of the clamped private key, 32 octets; the caller erases it. */
    public byte[] octets() {
        return scalar.clone();
    }

    /**
     * The shared secret with {@code peerPublicKey}, 32 octets.
     *
     * @return null if the secret would be all zero, that is for a point of small order (RFC 7748, section 6.1): refuse
     *     the peer
     */
    public byte @Nullable [] agree(byte[] peerPublicKey) {
        return agree(scalar, coordinate(peerPublicKey));
    }

    /** Overwrites the private key; {@link #agree} must not be called any more. */
    public void erase() {
        Arrays.fill(scalar, (byte) 0);
    }

    @Override
    public String toString() {
        return "(secret)";
    }

    private static byte @Nullable [] agree(byte[] scalar, BigInteger coordinate) {
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            PrivateKey own = keys.generatePrivate(new XECPrivateKeySpec(X25519, scalar));
            PublicKey other = keys.generatePublic(new XECPublicKeySpec(X25519, coordinate));
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(own);
            agreement.doPhase(other, true);
            return agreement.generateSecret();
        } catch (InvalidKeyException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no X25519", e);
        }
    }

    /** RFC 7748, section 5: little-endian, the highest bit is ignored. */
    private static BigInteger coordinate(byte[] publicKey) {
        byte[] bigEndian = new byte[OCTETS];
        for (int i = 0; i < OCTETS; i++) {
            bigEndian[i] = publicKey[OCTETS - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        return new BigInteger(1, bigEndian);
    }
}
