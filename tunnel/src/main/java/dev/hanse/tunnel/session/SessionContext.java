// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherEngine;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What all sessions of an endpoint share.
 *
 * @param own static key
 * @param settings choices of the endpoint
 * @param engine makes packet ciphers
 * @param wallClock for time stamps
 * @param random for keys, indices and jitter
 * @param indices receiver indices by worker
 */
record SessionContext(
        X25519PrivateKey own,
        SessionSettings settings,
        CipherEngine engine,
        InstantSource wallClock,
        RandomGenerator random,
        List<IndexTable> indices) {

    static SessionContext of(
            X25519PrivateKey own,
            SessionSettings settings,
            CipherEngine engine,
            InstantSource wallClock,
            RandomGenerator random) {
        List<IndexTable> indices = Stream.generate(() -> new IndexTable(random))
                .limit(settings.workers())
                .toList();
        return new SessionContext(own, settings, engine, wallClock, random, indices);
    }

    /** The same with another static key. */
    SessionContext with(X25519PrivateKey other) {
        return new SessionContext(other, settings, engine, wallClock, random, indices);
    }

    /** The suite for handshakes that we open: our first that the peer has too, else WireGuard's. */
    CipherSuite suiteFor(PeerConfig peer) {
        return settings.ciphers().stream()
                .filter(peer.ciphers()::contains)
                .findFirst()
                .orElse(CipherSuite.CHACHA20_POLY1305);
    }

    /** Whether we answer handshakes of the suite. */
    boolean takes(CipherSuite suite) {
        return suite == CipherSuite.CHACHA20_POLY1305 || settings.ciphers().contains(suite);
    }

    @Override
    public String toString() {
        return "session context, engine=" + engine.name();
    }
}
