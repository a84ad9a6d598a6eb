// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.AnnouncedTunnel;
import dev.hanse.gateway.GatewayConfig;
import dev.hanse.gateway.SourcesConfig;
import dev.hanse.gateway.nodes.NodesConfig;
import dev.hanse.net.address.IpPrefix;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code gateway.yaml}. */
public final class GatewayFile {

    private static final Key<ClusterId> CLUSTER = Key.of("cluster", Form.text("cluster name", ClusterId::new))
            .example("east")
            .meaning("The cluster that the gateway serves.");

    private static final Key<String> NAME =
            Key.of("name", Form.TEXT).example("gw-1").meaning("Unique among the cluster's gateways.");

    private static final Key<Path> DATA_DIR = Key.of("data-dir", Form.PATH)
            .meaning(
                    "Identity, tunnel key, and the last known state, from which it serves while the control plane is away.");

    private static final Key<Path> JOIN_TOKEN_FILE = Key.of("join-token-file", Form.PATH)
            .example("/etc/hanse/join-token")
            .meaning(
                    "Needed to join, and to join again where the certificate has ended; from hanse token create east. Under systemd: /run/credentials/hanse-gateway.service/join-token.");

    private static final Key<List<IpPrefix>> POD_PREFIXES = Key.of("pod-prefixes", Form.PREFIXES)
            .example("[10.10.0.0/16]")
            .meaning(
                    "The cluster's pod addresses: what may come through the tunnel from here, and what exported endpoints may be. At most 64, at least one where there is a tunnel; the same in all gateways of the cluster. Clusters must not overlap.");

    private static final Key<List<IpPrefix>> SERVICE_PREFIXES = Key.of("service-prefixes", Form.PREFIXES)
            .example("[10.110.0.0/16]")
            .meaning("The cluster's service addresses; at most 64.");

    private static final Key<InetSocketAddress> STATUS_LISTEN =
            Key.of("status-listen", Form.ADDRESS).meaning("Health and metrics over HTTP.");

    private static final Section SOURCES =
            Section.of("sources").meaning("Where exports are read; leave out what the cluster does not have.");

    private static final Section DNS =
            Section.of("dns").meaning("Authoritative for the zone; let the cluster's own DNS forward it here.");

    private static final Section TUNNEL = Section.of("tunnel")
            .printedWhenAbsent()
            .meaning(
                    "Carries packets between this cluster's pods and the others'; without it the gateway carries none.");

    private static final Section NODES = Section.of("nodes")
            .commented()
            .meaning("Tells hanse node on this cluster's nodes where to route; leave it out where no node asks.");

    private GatewayFile() {}

    /**
     * Reads the file.
     *
     * @throws dev.hanse.cli.output.CommandFailure with the place and what was expected
     */
    public static GatewayConfig read(Path file) {
        return ConfigFile.read(file, keys -> describe(keys, Optional.empty()));
    }

    static GatewayConfig describe(Keys keys, Optional<GatewayConfig> now) {
        ClusterId cluster = keys.required(CLUSTER, now.map(GatewayConfig::cluster));
        String name = keys.required(NAME, now.map(GatewayConfig::name));
        Path dataDir = keys.value(DATA_DIR, now.map(GatewayConfig::dataDir).orElse(GatewayConfig.DEFAULT_DATA_DIR));
        Optional<Path> joinTokenFile = keys.optional(JOIN_TOKEN_FILE, now.flatMap(GatewayConfig::joinTokenFile));
        List<IpPrefix> podPrefixes =
                keys.value(POD_PREFIXES, now.map(GatewayConfig::podPrefixes).orElse(List.of()));
        List<IpPrefix> servicePrefixes = keys.value(
                SERVICE_PREFIXES, now.map(GatewayConfig::servicePrefixes).orElse(List.of()));
        InetSocketAddress statusListen = keys.value(
                STATUS_LISTEN, now.map(GatewayConfig::statusListen).orElse(GatewayConfig.DEFAULT_STATUS_LISTEN));
        SourcesConfig sources = now.map(GatewayConfig::sources).orElse(SourcesConfig.NONE);
        DnsConfig dns = now.map(GatewayConfig::dns).orElse(DnsConfig.DEFAULT);
        Optional<AnnouncedTunnel> tunnel = now.flatMap(GatewayConfig::tunnel);
        Optional<NodesConfig> nodes = now.flatMap(GatewayConfig::nodes);
        // All of them are looked for before the first is read: what is no mapping at all is reported first.
        Optional<Keys> ofSources = keys.section(SOURCES, true);
        Optional<Keys> ofDns = keys.section(DNS, true);
        Optional<Keys> ofTunnel = keys.section(TUNNEL, tunnel.isPresent());
        Optional<Keys> ofNodes = keys.section(NODES, nodes.isPresent());
        SourcesConfig newSources =
                ofSources.map(section -> SourceKeys.describe(section, sources)).orElse(sources);
        DnsConfig newDns =
                ofDns.map(section -> DnsKeys.describe(section, dns, dataDir)).orElse(dns);
        Optional<AnnouncedTunnel> newTunnel = ofTunnel.map(section -> TunnelKeys.describe(section, tunnel));
        Optional<NodesConfig> newNodes = ofNodes.map(section -> NodesKeys.describe(section, nodes));
        keys.end();
        return new GatewayConfig(
                cluster,
                name,
                dataDir,
                joinTokenFile,
                podPrefixes,
                servicePrefixes,
                statusListen,
                newSources,
                newDns,
                newTunnel,
                newNodes);
    }
}
