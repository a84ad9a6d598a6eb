// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** The endpoint's static X25519 key, kept in a file that only its owner may read. */
public final class StaticKey {

    private final X25519PrivateKey privateKey;

    private StaticKey(X25519PrivateKey privateKey) {
        this.privateKey = privateKey;
    }

    /** Wraps a key that is held elsewhere. */
    public static StaticKey of(X25519PrivateKey privateKey) {
        return new StaticKey(privateKey);
    }

    /**
     * Reads the key from {@code file}, or makes one and writes it there first, with mode 0600 and atomically. The file
     * holds one line of base64, as {@code wg genkey} prints it. Blocks.
     *
     * @throws MalformedKeyException if the file holds something else
     * @throws IOException if the file cannot be read or written, or is open to others; the message says what to do
     */
    public static StaticKey loadOrCreate(Path file) throws IOException {
        return new StaticKey(new StaticKeyFile(file, new SecureRandom()).loadOrCreate());
    }

    /**
     * Makes a key and puts it into the place of the one in {@code file}, as a whole: a reader, also after a crash, finds
     * the old one or the new one. Blocks.
     *
     * @throws IOException if it cannot be written; the old one is there then
     */
    public static StaticKey replace(Path file) throws IOException {
        return new StaticKey(new StaticKeyFile(file, new SecureRandom()).create());
    }

    /** What peers must know. */
    public TunnelPublicKey publicKey() {
        return TunnelPublicKey.of(privateKey.publicKey());
    }

    /** For the handshake. */
    public X25519PrivateKey privateKey() {
        return privateKey;
    }

    @Override
    public String toString() {
        return "static key of " + publicKey();
    }
}
