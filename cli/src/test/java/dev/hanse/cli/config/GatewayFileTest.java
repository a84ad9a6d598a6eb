// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.DnsTls;
import dev.hanse.discovery.file.FileConfig;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.AnnouncedTunnel;
import dev.hanse.gateway.GatewayConfig;
import dev.hanse.gateway.SourcesConfig;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.EngineChoice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the keys of gateway.yaml: defaults, full mapping, each invalid value. */
final class GatewayFileTest {

    private static final String LEAST = """
            cluster: east
            name: gw-1
            """;

    @TempDir
    private Path folder;

    @Test
    void fillsInDefaults() throws IOException {
        String tunnel = "pod-prefixes: [10.10.0.0/16]\ntunnel: {advertise: [192.0.2.1:51820]}\n";
        assertThat(EffectiveConfig.of(read(LEAST + tunnel)))
                .containsExactly(
                        "cluster=east",
                        "name=gw-1",
                        "data-dir=/var/lib/hanse/gateway",
                        "pod-prefixes=[10.10.0.0/16]",
                        "service-prefixes=[]",
                        "status-listen=127.0.0.1:9481",
                        "dns.listen=[0.0.0.0:53]",
                        "dns.zone=clusterset.local",
                        "dns.workers=1",
                        "dns.identity=none",
                        "dns.cluster-qualified-names=false",
                        "dns.responses-per-second=0",
                        "dns.addresses-per-answer=0",
                        "dns.tls=none",
                        "tunnel.device=hanse0",
                        "tunnel.listen=0.0.0.0:51820",
                        "tunnel.advertise=[192.0.2.1:51820]",
                        "tunnel.ciphers=[aes-256-gcm,chacha20-poly1305]",
                        "tunnel.workers=1",
                        "tunnel.cpus=[]",
                        "tunnel.tun-queue-length=1000",
                        "tunnel.socket-buffer-octets=1048576",
                        "tunnel.engine=auto",
                        "tunnel.edge=auto",
                        "tunnel.mtu=auto",
                        "tunnel.untrack-transit=true");
    }

    @Test
    void runsWithoutATunnelWhereNoneIsConfigured() throws IOException {
        assertThat(read(LEAST).tunnel()).isEmpty();
    }

    @Test
    void answersOverTlsAtItsUsualPort() throws IOException {
        assertThat(EffectiveConfig.of(read(LEAST + "dns: {tls: {certificate: dns.pem, private-key: dns-key.pem}}\n")))
                .contains(
                        "dns.tls.listen=0.0.0.0:853",
                        "dns.tls.certificate=" + folder.resolve("dns.pem"),
                        "dns.tls.private-key=" + folder.resolve("dns-key.pem"));
    }

    @Test
    void signsTheZoneOnlyWhereThatIsConfigured() throws IOException {
        assertThat(read(LEAST).dns().signingKey()).isEmpty();
        assertThat(read(LEAST + "dns: {dnssec: {}}\n").dns().signingKey())
                .contains(Path.of("/var/lib/hanse/gateway/dnssec.key"));
        assertThat(EffectiveConfig.of(read(LEAST + "dns: {dnssec: {key-file: a}}\n")))
                .contains("dns.dnssec.key-file=" + folder.resolve("a"));
    }

    @Test
    void mapsEveryKey() throws IOException {
        GatewayConfig config = read("""
                cluster: east.eu
                name: gw-2
                data-dir: /srv/hanse
                join-token-file: token
                pod-prefixes: [10.10.0.0/16, "2001:db8:1::/48"]
                service-prefixes: [10.11.0.0/16]
                status-listen: 0.0.0.0:1
                sources:
                  file: {path: exports.yaml}
                  kubernetes: {kubeconfig: kubeconfig, write-imports: true, lease-namespace: gateways}
                  consul: {address: "http://127.0.0.1:8500", token-file: consul-token}
                dns:
                  listen: ["10.10.0.1:53", "[2001:db8:1::1]:53"]
                  zone: example.local
                  workers: 4
                  identity: gw-2.east
                  cluster-qualified-names: true
                  responses-per-second: 500
                  addresses-per-answer: 40
                  tls: {listen: "10.10.0.1:8853", certificate: dns.pem, private-key: /etc/dns-key.pem}
                  dnssec: {key-file: zone.key}
                tunnel:
                  device: hanse1
                  listen: 192.0.2.1:2
                  advertise: [192.0.2.1:2]
                  ciphers: [chacha20-poly1305]
                  workers: 2
                  cpus: [1, 0]
                  tun-queue-length: 500
                  socket-buffer-octets: 1048576
                  engine: openssl
                  edge: portable
                """);
        assertThat(config)
                .isEqualTo(new GatewayConfig(
                        new ClusterId("east.eu"),
                        "gw-2",
                        Path.of("/srv/hanse"),
                        Optional.of(folder.resolve("token")),
                        List.of(IpPrefix.parse("10.10.0.0/16"), IpPrefix.parse("2001:db8:1::/48")),
                        List.of(IpPrefix.parse("10.11.0.0/16")),
                        new InetSocketAddress("0.0.0.0", 1),
                        new SourcesConfig(
                                Optional.of(new FileConfig(folder.resolve("exports.yaml"))),
                                Optional.of(new KubernetesConfig(
                                        Optional.of(folder.resolve("kubeconfig")), true, "gateways")),
                                Optional.of(new ConsulConfig(
                                        URI.create("http://127.0.0.1:8500"),
                                        Optional.of(folder.resolve("consul-token")),
                                        Optional.empty()))),
                        new DnsConfig(
                                List.of(
                                        new InetSocketAddress("10.10.0.1", 53),
                                        new InetSocketAddress("2001:db8:1::1", 53)),
                                "example.local",
                                4,
                                "gw-2.east",
                                true,
                                500,
                                40,
                                Optional.of(new DnsTls(
                                        new InetSocketAddress("10.10.0.1", 8853),
                                        folder.resolve("dns.pem"),
                                        Path.of("/etc/dns-key.pem"))),
                                Optional.of(folder.resolve("zone.key"))),
                        Optional.of(new AnnouncedTunnel(
                                new TunnelConfig(
                                        "hanse1",
                                        new InetSocketAddress("192.0.2.1", 2),
                                        List.of(CipherSuite.CHACHA20_POLY1305),
                                        2,
                                        List.of(1, 0),
                                        500,
                                        1 << 20,
                                        EngineChoice.OPENSSL,
                                        TunnelConfig.Edge.PORTABLE,
                                        OptionalInt.empty()),
                                List.of(new InetSocketAddress("192.0.2.1", 2)),
                                true)),
                        Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pod-prefixes: [10.10.0.1/16]                               | 10.10.0.1/16",
                "pod-prefixes: [10.10.0.0/33]                               | 33",
                "pod-prefixes: [10.10.0.0/16, 10.10.1.0/24]                 | overlap",
                "pod-prefixes: 10.10.0.0/16                                 | pod-prefixes",
                "service-prefixes: [east]                                   | east",
                "status-listen: east:9481                                   | east",
                "'sources: {consul: {address: \"ftp://127.0.0.1\"}}'        | sources.consul.address",
                "'sources: {consul: {adress: \"http://127.0.0.1:8500\"}}'   | did you mean \"address\"?",
                "'sources: {consul: {address: \"http://a\", import-prefix: A}}' | sources.consul.import-prefix",
                "'sources: {file: {}}'                                      | path",
                "'sources: {etcd: {}}'                                      | unknown key \"etcd\"",
                "'dns: {listen: []}'                                        | dns.listen",
                "'dns: {listen: [\"53\"]}'                                  | 53",
                "'dns: {zone: \"\"}'                                        | dns.zone",
                "'dns: {zone: Clusterset.local}'                            | dns.zone label",
                "'dns: {workers: 65}'                                       | from 1 to 64",
                "'dns: {identity: \"a\\tb\"}'                               | dns.identity",
                "'dns: {cluster-qualified-names: perhaps}'                  | true or false",
                "'dns: {clusterqualified-names: true}' | did you mean \"cluster-qualified-names\"?",
                "'dns: {responses-per-second: -1}'                          | from 0 to 1000000",
                "'dns: {addresses-per-answer: 4097}'                        | from 0 to 4096",
                "'dns: {tls: {certificate: a.pem}}'                         | missing key \"private-key\"",
                "'dns: {tls: {certificate: a, private-key: b, listen: dns}}' | host:port",
                "'dns: {tls: {certificate: a, private-key: b, listen: \"dns:853\"}}' | an IP address and a port",
                "'dns: {tls: {certificate: a, private-key: b, key: c}}'     | unknown key \"key\"",
                "'dns: {dnssec: {keyfile: a}}'                              | did you mean \"key-file\"?",
                "'dns: {dnssec: true}'                                      | dnssec",
                "'tunnel: {}'                                               | tunnel.advertise",
                "'tunnel: {advertise: [\"0.0.0.0:51820\"]}'                 | 0.0.0.0:51820",
                "'tunnel: {advertise: [\"[2001:db8::1]:51820\"]}'          | tunnel.listen: 0.0.0.0:51820 receives IPv4 only",
                "'tunnel: {listen: \"[2001:db8::2]:51820\", advertise: [\"192.0.2.1:51820\"]}' | expected: [::]:51820",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], ciphers: [rot13]}' | expected: chacha20-poly1305, aes-256-gcm",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], ciphers: [aes-256-gcm]}' | chacha20-poly1305",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], workers: 0}'       | workers",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], workers: 17}'      | workers",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], cpus: [0, 1]}'    | one for each of 1 workers",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], cpus: [all]}'     | number of a processor",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], cpus: [1024]}'    | tunnel.cpus: 1024",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], tun-queue-length: 8}' | tun-queue-length",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], engine: boring}'  | auto, jdk, openssl",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], edge: raw}'       | auto, native, portable",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], mtu: 1279}'       | auto or whole number, 1280 to 9000",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], mtu: large}'      | auto or whole number, 1280 to 9000",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], socket-buffer-octets: 1000}' | socket-buffer-octets",
                "'tunnel: {advertise: [\"192.0.2.1:1\"], device: much-too-long-name}' | much-too-long-name",
                "'tunnel: {advertize: [\"192.0.2.1:1\"]}' | did you mean \"advertise\"?",
                "tunel: {}                                                  | did you mean \"tunnel\"?"
            })
    void refusesAnInvalidValue(String line, String named) {
        assertThatThrownBy(() -> read(LEAST + line + "\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(named)
                .hasMessageContaining("gateway.yaml");
    }

    private GatewayConfig read(String text) throws IOException {
        Path file = folder.resolve("gateway.yaml");
        Files.writeString(file, text);
        return GatewayFile.read(file);
    }
}
