// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import com.google.protobuf.ByteString;
import dev.hanse.proto.v1.TunnelEndpoint;
import java.util.Optional;

/** The gateway's own tunnel endpoint, as others are told of it, and how its key is replaced. On the control loop. */
public interface OwnTunnel {

    /** A gateway that carries no packets. */
    OwnTunnel NONE = of(Optional.empty());

    /** One that keeps its key. */
    static OwnTunnel of(Optional<TunnelEndpoint> endpoint) {
        return new OwnTunnel() {
            @Override
            public Optional<TunnelEndpoint> endpoint() {
                return endpoint;
            }

            @Override
            public void retire(ByteString key, Runnable made) {}

            @Override
            public void takeEffect() {}

            @Override
            public void drain(boolean drained) {}
        };
    }

    /** How others reach it, with the newest key; empty: it carries no packets. */
    Optional<TunnelEndpoint> endpoint();

    /**
     * The control plane says that a key must not be used any more.
     *
     * @param key public key; another than the endpoint has: nothing is to be done
     * @param made called on the control loop once {@link #endpoint} has another key, which is to be told
     */
    void retire(ByteString key, Runnable made);

    /** The newest key is told: from now on it is used. */
    void takeEffect();

    /** The control plane says whether flows are to take other gateways of this cluster; with each Welcome, and where that changes. */
    void drain(boolean drained);
}
