// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.keys;

import java.math.BigInteger;
import java.util.Base64;
import java.util.Set;

/** An X25519 static public key (RFC 7748), 32 octets. */
public final class TunnelPublicKey extends KeyOctets {

    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /** All u-coordinates of order 1, 2, 4 and 8, on the curve and on its twist. */
    private static final Set<BigInteger> SMALL_ORDER = Set.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            new BigInteger("325606250916557431795983626356110631294008115727848805560023387167927233504"),
            new BigInteger("39382357235489614581723060781553021112529911719440698176882885853963445705823"),
            PRIME.subtract(BigInteger.ONE));

    private TunnelPublicKey(byte[] octets) {
        super("tunnel public key", octets);
    }

    /**
     * Copies 32 octets.
     *
     * @throws IllegalArgumentException on another length
     */
    public static TunnelPublicKey of(byte[] octets) {
        return new TunnelPublicKey(octets);
    }

    /**
     * Copies 32 octets that somebody else says are its key: only the one form of a key that a handshake can use. A key of small order gives everybody
     * the same shared secret (RFC 7748, section 6.1), and another form of a key in use would pass for a key of its own.
     *
     * @throws IllegalArgumentException on another length, a value of 2^255-19 or more, or a point of small order (all zero among them)
     */
    public static TunnelPublicKey ofPeer(byte[] octets) {
        TunnelPublicKey key = of(octets);
        BigInteger value = value(octets);
        if (value.compareTo(PRIME) >= 0) {
            throw new IllegalArgumentException(
                    "tunnel public key: not below 2^255-19 (expected: an X25519 public key as RFC 7748 encodes it)");
        }
        if (SMALL_ORDER.contains(value)) {
            throw new IllegalArgumentException("tunnel public key: a point of small order, as all zero is"
                    + " (expected: the public key of a secret one)");
        }
        return key;
    }

    /** Little-endian, as RFC 7748 has it. */
    private static BigInteger value(byte[] octets) {
        byte[] reversed = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            reversed[i] = octets[octets.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    /** Base64, as {@code wg} prints keys. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(octets());
    }
}
