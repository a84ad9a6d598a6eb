// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.controlplane.ControlPlaneConfig;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.DnsTls;
import dev.hanse.gateway.GatewayConfig;
import dev.hanse.gateway.SourceSettings;
import dev.hanse.gateway.TunnelSettings;
import dev.hanse.net.address.HostPort;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a role runs with, defaults included, as {@code key=value} words in the order of the file. Configuration holds no secret, only the names of files
 * with secrets; what stands in those is never read here.
 */
public final class EffectiveConfig {

    private EffectiveConfig() {}

    /** The words of a control plane. */
    public static List<String> of(ControlPlaneConfig config) {
        PrintedKeys keys = new PrintedKeys();
        ControlPlaneFile.describe(keys, Optional.of(config));
        return keys.words().toList();
    }

    /** The words of a gateway. */
    public static List<String> of(GatewayConfig config) {
        List<String> words = new ArrayList<>();
        words.add(word("cluster", config.cluster()));
        words.add(word("name", config.name()));
        words.add(word("data-dir", config.dataDir()));
        config.joinTokenFile().ifPresent(file -> words.add(word("join-token-file", file)));
        words.add(word("pod-prefixes", config.podPrefixes()));
        words.add(word("service-prefixes", config.servicePrefixes()));
        words.add(word("status-listen", address(config.statusListen())));
        addSources(words, config.sources());
        addDns(words, config.dns());
        config.tunnel().ifPresentOrElse(tunnel -> addTunnel(words, tunnel), () -> words.add(word("tunnel", "none")));
        return List.copyOf(words);
    }

    private static void addSources(List<String> words, SourceSettings sources) {
        sources.file().ifPresent(file -> words.add(word("sources.file.path", file.path())));
        sources.consul().ifPresent(consul -> words.add(word("sources.consul.address", consul.address())));
        sources.consul()
                .flatMap(SourceSettings.ConsulSettings::tokenFile)
                .ifPresent(file -> words.add(word("sources.consul.token-file", file)));
    }

    private static void addDns(List<String> words, DnsConfig dns) {
        words.add(word("dns.listen", addresses(dns.listen())));
        words.add(word("dns.zone", dns.zone()));
        words.add(word("dns.workers", dns.workers()));
        words.add(word("dns.identity", dns.identity().isEmpty() ? "none" : dns.identity()));
        words.add(word("dns.cluster-qualified-names", dns.clusterQualifiedNames()));
        words.add(word("dns.responses-per-second", dns.responsesPerSecond()));
        dns.tls().ifPresentOrElse(tls -> addDnsTls(words, tls), () -> words.add(word("dns.tls", "none")));
        dns.signingKey().ifPresent(file -> words.add(word("dns.dnssec.key-file", file)));
    }

    private static void addDnsTls(List<String> words, DnsTls tls) {
        words.add(word("dns.tls.listen", address(tls.listen())));
        words.add(word("dns.tls.certificate", tls.certificateChain()));
        words.add(word("dns.tls.private-key", tls.privateKey()));
    }

    private static void addTunnel(List<String> words, TunnelSettings tunnel) {
        words.add(word("tunnel.device", tunnel.device()));
        words.add(word("tunnel.listen", address(tunnel.listen())));
        words.add(word("tunnel.advertise", addresses(tunnel.advertise())));
        words.add(word(
                "tunnel.ciphers", tunnel.ciphers().stream().map(EnumName::of).toList()));
        words.add(word("tunnel.workers", tunnel.workers()));
        words.add(word("tunnel.cpus", tunnel.cpus()));
        words.add(word("tunnel.tun-queue-length", tunnel.tunQueueLength()));
        words.add(word("tunnel.socket-buffer-octets", tunnel.socketBufferOctets()));
        words.add(word("tunnel.engine", EnumName.of(tunnel.engine())));
        words.add(word("tunnel.edge", EnumName.of(tunnel.edge())));
    }

    private static String word(String key, Object value) {
        String text = value instanceof Collection<?> items
                ? items.stream().map(Object::toString).collect(Collectors.joining(",", "[", "]"))
                : value.toString();
        return key + "=" + text;
    }

    private static List<String> addresses(List<InetSocketAddress> addresses) {
        return addresses.stream().map(EffectiveConfig::address).toList();
    }

    private static String address(InetSocketAddress address) {
        return HostPort.format(address);
    }
}
