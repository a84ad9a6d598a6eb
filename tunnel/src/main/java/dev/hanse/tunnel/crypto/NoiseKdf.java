// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.util.Arrays;

/** {@code HKDF} of the Noise specification, section 4.3 (RFC 5869 without info), over HMAC-BLAKE2s. */
final class NoiseKdf {

    private NoiseKdf() {}

    /** {@code count} outputs of 32 octets each. */
    static byte[][] derive(byte[] chainingKey, byte[] input, int count) {
        byte[] extracted = Blake2s.hmac(chainingKey, input);
        byte[][] outputs = new byte[count][];
        byte[] previous = new byte[0];
        for (int i = 0; i < count; i++) {
            previous = Blake2s.hmac(extracted, previous, new byte[] {(byte) (i + 1)});
            outputs[i] = previous;
        }
        Arrays.fill(extracted, (byte) 0);
        return outputs;
    }
}
