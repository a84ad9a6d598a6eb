// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.crypto.CipherSuite;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Protects operators from a configuration that is wrong in a way only noticed later; messages name the key as they
 * wrote it.
 */
class GatewayConfigTest {

    private static final InetSocketAddress ADDRESS = address("192.0.2.1", 51_820);

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static GatewayConfig config(String name, Optional<AnnouncedTunnel> tunnel, String... podPrefixes) {
        return new GatewayConfig(
                new ClusterId("east"),
                name,
                Path.of("data"),
                Optional.empty(),
                Arrays.stream(podPrefixes).map(IpPrefix::parse).toList(),
                List.of(),
                GatewayConfig.DEFAULT_STATUS_LISTEN,
                SourcesConfig.NONE,
                DnsConfig.DEFAULT,
                tunnel,
                Optional.empty());
    }

    private static AnnouncedTunnel tunnel(
            String device, List<InetSocketAddress> advertise, List<CipherSuite> ciphers, int workers) {
        return new AnnouncedTunnel(
                TunnelConfig.of(device, TunnelConfig.DEFAULT.listen())
                        .withCiphers(ciphers)
                        .withWorkers(workers),
                advertise,
                true);
    }

    @Test
    void defaultsAreThePortsOfTheDocumentation() {
        assertThat(GatewayConfig.DEFAULT_STATUS_LISTEN).hasToString("/127.0.0.1:9481");
        assertThat(TunnelConfig.DEFAULT.listen()).hasToString("/0.0.0.0:51820");
        assertThat(DnsConfig.DEFAULT.listen()).hasToString("[/0.0.0.0:53]");
        assertThat(DnsConfig.DEFAULT.zone()).isEqualTo("clusterset.local");
    }

    @Test
    void nameIsALabel() {
        assertThatThrownBy(() -> config("GW 1", Optional.empty())).hasMessageStartingWith("name: \"GW 1\"");
    }

    @Test
    void podPrefixesMustNotOverlapNorBeTooMany() {
        assertThatThrownBy(() -> config("gw-1", Optional.empty(), "10.0.0.0/8", "10.1.0.0/16"))
                .hasMessageContaining("pod-prefixes: 10.1.0.0/16 overlaps 10.0.0.0/8");
        assertThatThrownBy(() -> config(
                        "gw-1",
                        Optional.empty(),
                        Collections.nCopies(65, "10.0.0.0/8").toArray(new String[0])))
                .hasMessageContaining("pod-prefixes: 65");
    }

    @Test
    void podPrefixesAreThoseThatAClusterMayHave() {
        assertThatThrownBy(() -> config("gw-1", Optional.empty(), "169.0.0.0/8"))
                .hasMessageStartingWith("pod-prefixes: prefix: 169.0.0.0/8");
    }

    @Test
    void tunnelNeedsPodPrefixes() {
        AnnouncedTunnel tunnel = tunnel("hanse0", List.of(ADDRESS), TunnelConfig.DEFAULT.ciphers(), 1);

        assertThatThrownBy(() -> config("gw-1", Optional.of(tunnel))).hasMessageContaining("pod-prefixes: none");
        assertThat(config("gw-1", Optional.of(tunnel), "10.10.0.0/16").tunnel()).contains(tunnel);
    }

    @Test
    void tunnelSettingsAreChecked() {
        List<CipherSuite> ciphers = TunnelConfig.DEFAULT.ciphers();
        assertThatThrownBy(() -> tunnel("much-too-long-name", List.of(ADDRESS), ciphers, 1))
                .hasMessageStartingWith("tunnel.device: \"much-too-long-name\"");
        assertThatThrownBy(() -> tunnel("hanse0", List.of(), ciphers, 1)).hasMessageStartingWith("tunnel.advertise: 0");
        assertThatThrownBy(() -> tunnel("hanse0", List.of(address("0.0.0.0", 51_820)), ciphers, 1))
                .hasMessageStartingWith("tunnel.advertise: 0.0.0.0:51820");
        assertThatThrownBy(() -> tunnel("hanse0", List.of(address("127.0.0.1", 51_820)), ciphers, 1))
                .hasMessageStartingWith("tunnel.advertise: 127.0.0.1:51820");
        assertThatThrownBy(() -> tunnel("hanse0", List.of(ADDRESS), List.of(CipherSuite.AES_256_GCM), 1))
                .hasMessageStartingWith("tunnel.ciphers: ");
        assertThatThrownBy(() -> tunnel("hanse0", List.of(ADDRESS), ciphers, 0))
                .hasMessageStartingWith("tunnel.workers: 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"consul:8500", "ftp://consul", "http:///path", "http://me:secret@consul:8500"})
    void consulAddressIsHttpAndHoldsNoPassword(String address) {
        assertThatThrownBy(() -> ConsulConfig.of(URI.create(address)))
                .hasMessageStartingWith("sources.consul.address: ")
                .hasMessageNotContaining("secret");
    }
}
