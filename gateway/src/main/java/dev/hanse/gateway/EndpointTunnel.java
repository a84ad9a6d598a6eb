// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.StaticKey;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.TunnelEndpoint;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.health.PathListener;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.peer.PeerConfig;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** The tunnel endpoint behind the gateway's port. */
final class EndpointTunnel implements TunnelPort {

    private final TunnelEndpoint endpoint;

    private EndpointTunnel(TunnelEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    static TunnelPort start(
            Vertx vertx, TunnelConfig config, List<IpPrefix> localPrefixes, StaticKey key, PathListener listener) {
        return new EndpointTunnel(TunnelEndpoint.start(vertx, config, localPrefixes, key, listener));
    }

    @Override
    public void apply(List<PeerConfig> peers) {
        endpoint.apply(peers);
    }

    @Override
    public void rekey(StaticKey key) {
        endpoint.rekey(key);
    }

    @Override
    public void controlPlane(Set<InetSocketAddress> addresses) {
        endpoint.controlPlane(addresses);
    }

    @Override
    public List<PathState> paths() {
        return endpoint.paths();
    }

    @Override
    public TunnelStatus status() {
        return endpoint.status();
    }

    @Override
    public void drain(boolean drained) {
        endpoint.drain(drained);
    }

    @Override
    public void leave() {
        endpoint.leave();
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
