// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The system's libcrypto through {@code java.lang.foreign}; allocates nothing per packet that the JIT does not remove.
 */
public final class OpenSslEngine implements CipherEngine {

    private final OpenSslVersion version;
    private final Map<CipherSuite, MemorySegment> algorithms;

    private OpenSslEngine(OpenSslVersion version) {
        this.version = version;
        this.algorithms = new EnumMap<>(CipherSuite.class);
        for (CipherSuite suite : CipherSuite.values()) {
            algorithms.put(suite, OpenSslLibrary.fetch(algorithm(suite)));
        }
    }

    /** The engine, or empty where {@code libcrypto.so.3} is missing or lacks a function or cipher. */
    public static Optional<OpenSslEngine> find() {
        return find(version -> true);
    }

    /** The engine, or empty where {@code libcrypto.so.3} is missing, lacks a function or cipher, or has a version that is not wanted. */
    static Optional<OpenSslEngine> find(Predicate<OpenSslVersion> wanted) {
        try {
            return Optional.of(OpenSslSymbols.version()).filter(wanted).map(OpenSslEngine::new);
        } catch (LinkageError | IllegalStateException e) {
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "openssl " + version;
    }

    @Override
    public PacketCipher create(CipherSuite suite, byte[] key) {
        MemorySegment algorithm = algorithms.get(suite);
        if (algorithm == null) {
            throw new IllegalStateException("no algorithm for " + suite);
        }
        return new OpenSslPacketCipher(algorithm, key);
    }

    private static String algorithm(CipherSuite suite) {
        return switch (suite) {
            case CHACHA20_POLY1305 -> "ChaCha20-Poly1305";
            case AES_256_GCM -> "AES-256-GCM";
        };
    }
}
