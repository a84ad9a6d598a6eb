// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** BLAKE2s (RFC 7693) in the three forms that WireGuard uses. Pure functions. */
public final class Blake2s {

    /** Length of {@link #hash} and {@link #hmac}. */
    public static final int HASH_OCTETS = 32;

    /** Length of {@link #mac}. */
    public static final int MAC_OCTETS = 16;

    private Blake2s() {}

    /** Unkeyed, 32 octets, over the parts in order: {@code HASH} of the WireGuard specification. */
    public static byte[] hash(byte[]... parts) {
        return digest(new Blake2sDigest(HASH_OCTETS * Byte.SIZE), parts);
    }

    /**
     * Keyed, 16 octets: {@code MAC} of the WireGuard specification.
     *
     * @param key 1 to 32 octets
     */
    public static byte[] mac(byte[] key, byte[]... parts) {
        return digest(new Blake2sDigest(key, MAC_OCTETS, null, null), parts);
    }

    /** Keyed, 16 octets, over {@code length} octets of an array. */
    public static byte[] mac(byte[] key, byte[] input, int length) {
        Blake2sDigest digest = new Blake2sDigest(key, MAC_OCTETS, null, null);
        digest.update(input, 0, length);
        byte[] result = new byte[MAC_OCTETS];
        digest.doFinal(result, 0);
        return result;
    }

    /** HMAC (RFC 2104) over BLAKE2s with 32 octets of output. */
    public static byte[] hmac(byte[] key, byte[]... parts) {
        HMac hmac = new HMac(new Blake2sDigest(HASH_OCTETS * Byte.SIZE));
        hmac.init(new KeyParameter(key));
        for (byte[] part : parts) {
            hmac.update(part, 0, part.length);
        }
        byte[] result = new byte[HASH_OCTETS];
        hmac.doFinal(result, 0);
        return result;
    }

    private static byte[] digest(Blake2sDigest digest, byte[][] parts) {
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] result = new byte[digest.getDigestSize()];
        digest.doFinal(result, 0);
        return result;
    }
}
