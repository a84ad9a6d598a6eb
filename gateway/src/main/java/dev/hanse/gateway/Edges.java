// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.kubernetes.ExportStatusSink;
import dev.hanse.gateway.checks.HostWatch;
import dev.hanse.gateway.paths.TunnelPort;
import dev.hanse.gateway.storage.DataDirectory;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.StaticKey;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.health.PathListener;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where a gateway touches what tests cannot have: the clock, chance, the TUN device, the sources' systems.
 *
 * @param clock wall clock
 * @param random for jitter and names
 * @param tunnels starts tunnel endpoints
 * @param sources makes export sources
 * @param hosts looks at the host
 */
record Edges(Clock clock, RandomGenerator random, Tunnels tunnels, Sources sources, Hosts hosts) {

    /** Starts a tunnel endpoint. */
    interface Tunnels {
        TunnelPort start(
                Vertx vertx, TunnelConfig config, List<IpPrefix> localPrefixes, StaticKey key, PathListener listener);
    }

    /** Makes the sources that the settings name, in order of precedence; not started. */
    interface Sources {
        /** @param statuses takes what became of the exports of a Kubernetes cluster */
        List<ExportSource> open(
                Vertx vertx,
                GatewayConfig config,
                DataDirectory directory,
                ExportStatusSink statuses,
                RandomGenerator random);
    }

    /** Looks at the host for what loses pod packets. */
    interface Hosts {
        HostWatch watch(String device, List<IpPrefix> pods, boolean untracked);
    }

    /** The real ones. */
    static Edges system() {
        return new Edges(
                Clock.systemUTC(), new SecureRandom(), EndpointTunnel::start, ConfiguredSources::open, HostWatch::of);
    }
}
