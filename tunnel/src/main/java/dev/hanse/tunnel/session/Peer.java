// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.util.List;
import java.util.stream.IntStream;

/** One configured peer with its sessions, one per worker. */
final class Peer {

    private final PeerKeys keys;
    private final TimestampSource timestamps;
    private final InitiationTimestamps seen;
    private final List<Session> sessions;
    private PeerConfig config;

    Peer(PeerConfig config, PeerKeys keys, SessionContext context) {
        this.config = config;
        this.keys = keys;
        this.timestamps = new TimestampSource(context.wallClock());
        this.seen = new InitiationTimestamps(context.settings().workers());
        this.sessions = IntStream.range(0, context.settings().workers())
                .mapToObj(worker -> new Session(this, keys, worker, context))
                .toList();
        sessions.forEach(Session::onAddresses);
    }

    PeerId id() {
        return config.id();
    }

    PeerConfig config() {
        return config;
    }

    PeerKeys keys() {
        return keys;
    }

    TimestampSource timestamps() {
        return timestamps;
    }

    InitiationTimestamps seen() {
        return seen;
    }

    List<Session> sessions() {
        return sessions;
    }

    Session session(int worker) {
        return sessions.get(worker);
    }

    /** Whether sessions made under the present configuration are good under the new one. */
    boolean sameKeys(PeerConfig other) {
        return config.publicKey().equals(other.publicKey())
                && config.presharedKey().equals(other.presharedKey());
    }

    void reconfigure(PeerConfig newConfig) {
        config = newConfig;
        sessions.forEach(Session::onAddresses);
    }

    void close(Outbox out) {
        sessions.forEach(session -> session.close(out));
        keys.erase();
    }
}
