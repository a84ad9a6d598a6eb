// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;

/** A key for a JDK cipher that can be overwritten, which {@code SecretKeySpec} cannot. */
final class ErasableKey implements SecretKey {

    private final transient byte[] octets;
    private final String algorithm;

    ErasableKey(String algorithm, byte[] octets) {
        if (octets.length != PacketCipher.KEY_OCTETS) {
            throw new IllegalArgumentException(
                    "packet key: " + octets.length + " octets (expected: " + PacketCipher.KEY_OCTETS + ")");
        }
        this.algorithm = algorithm;
        this.octets = octets.clone();
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        return octets.clone();
    }

    @Override
    public void destroy() {
        Arrays.fill(octets, (byte) 0);
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a secret is not written");
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
