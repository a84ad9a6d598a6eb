// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.tunnel.health.PathListener;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PublicKey;
import io.vertx.core.Vertx;
import java.util.List;

/** A gateway's tunnel endpoint: carries pod packets between this host's TUN device and the endpoints of its peers. Thread-safe. */
public final class TunnelEndpoint implements AutoCloseable {

    /**
     * Makes the TUN device, binds the UDP ports and begins to serve. Has no peers until {@link #apply}. Blocks until everything runs;
     * not to be called on an event loop.
     *
     * @param vertx runs the control verticle; data workers have event loops of their own
     * @param listener hears of every path that goes up or down
     * @throws TunnelException if something the endpoint needs is missing; nothing is left behind
     */
    public static TunnelEndpoint start(Vertx vertx, TunnelConfig config, StaticKey key, PathListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Sets the complete desired set of peers; those that are missing lose their sessions and routes. Returns at once. */
    public void apply(List<PeerConfig> peers) {
        throw new UnsupportedOperationException();
    }

    /** What the endpoint does at this moment. */
    public TunnelStatus status() {
        throw new UnsupportedOperationException();
    }

    /** What peers must know. */
    public PublicKey publicKey() {
        throw new UnsupportedOperationException();
    }

    /** Ends all sessions, removes routes and device; waits until that is done. Idempotent. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
