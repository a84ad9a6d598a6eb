// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.gateway.nodes.NodesConfig;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.RoutablePrefixes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an operator says of one gateway. The key that a component stands for is named in its documentation and in every
 * message.
 *
 * @param cluster key {@code cluster}: the cluster that the gateway serves
 * @param name key {@code name}: RFC 1123 label, unique among the cluster's gateways
 * @param dataDir key {@code data-dir}: identity, tunnel key and last known state are kept here; made when absent
 * @param joinTokenFile key {@code join-token-file}: holds the join token; needed for the first start, and where the certificate has
 *     ended or was revoked
 * @param podPrefixes key {@code pod-prefixes}: registered when the gateway joins, and routed by it; at most 64, and
 *     at least one where the gateway has a tunnel
 * @param servicePrefixes key {@code service-prefixes}: registered when the gateway joins; at most 64
 * @param statusListen key {@code status-listen}: TCP address of health, metrics and status
 * @param sources key {@code sources}: where the cluster's exports are read
 * @param dns key {@code dns}: the responder for the cluster set's zone
 * @param tunnel key {@code tunnel}: the tunnel endpoint; empty: the gateway carries no packets
 * @param nodes key {@code nodes}: the port for the cluster's own nodes; empty: none
 */
public record GatewayConfig(
        ClusterId cluster,
        String name,
        Path dataDir,
        Optional<Path> joinTokenFile,
        List<IpPrefix> podPrefixes,
        List<IpPrefix> servicePrefixes,
        InetSocketAddress statusListen,
        SourcesConfig sources,
        DnsConfig dns,
        Optional<AnnouncedTunnel> tunnel,
        Optional<NodesConfig> nodes) {

    /** Default of {@code data-dir}. */
    public static final Path DEFAULT_DATA_DIR = Path.of("/var/lib/hanse/gateway");

    /** Limit for each list of prefixes, as in the registration. */
    public static final int MAX_PREFIXES = RoutablePrefixes.MAX;

    /** Default of {@code status-listen}: this host only. */
    public static final InetSocketAddress DEFAULT_STATUS_LISTEN =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9481);

    /** Checks each component and copies the lists. */
    public GatewayConfig {
        DnsLabel.require("name", name);
        podPrefixes = requirePrefixes("pod-prefixes", podPrefixes);
        servicePrefixes = requirePrefixes("service-prefixes", servicePrefixes);
        Addresses.requireListen("status-listen", statusListen);
        if (tunnel.isPresent() && podPrefixes.isEmpty()) {
            throw new IllegalArgumentException(
                    "pod-prefixes: none (expected: the prefixes of this cluster's pods, as 10.10.0.0/16)");
        }
        if (nodes.isPresent() && tunnel.isEmpty()) {
            throw new IllegalArgumentException(
                    "nodes: there, but no tunnel (expected: a tunnel, for nodes route to a gateway that carries packets)");
        }
    }

    private static List<IpPrefix> requirePrefixes(String key, List<IpPrefix> prefixes) {
        try {
            return RoutablePrefixes.requireAll(List.copyOf(prefixes));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }
}
