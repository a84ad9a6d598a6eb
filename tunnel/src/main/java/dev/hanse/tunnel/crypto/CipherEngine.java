// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

/** Where packet ciphers come from: the JDK or a native library. Stateless, any thread. */
public interface CipherEngine {

    /** For logs and status, with the version where there is one: {@code jdk}, {@code openssl 3.5.7}. */
    String name();

    /**
     * A cipher under {@code key}, 32 octets, which is copied.
     *
     * @throws IllegalArgumentException on another length
     */
    PacketCipher create(CipherSuite suite, byte[] key);
}
