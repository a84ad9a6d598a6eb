// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.file.FileConfig;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.checks.HostWatch;
import dev.hanse.gateway.testing.FakeTunnel;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.TunnelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A real gateway of one cluster on loopback, with a file of exports and a tunnel without packets. */
final class LabGateway implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    final Path directory;
    private GatewayConfig config;
    private final AtomicReference<FakeTunnel> tunnel = new AtomicReference<>();
    private Optional<Gateway> gateway = Optional.empty();
    private Clock clock = Clock.systemUTC();

    LabGateway(Path directory, String cluster, String podPrefix) {
        this.directory = directory;
        this.config = config(directory, cluster, podPrefix);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exports("services: []\n");
    }

    private static GatewayConfig config(Path directory, String cluster, String podPrefix) {
        return new GatewayConfig(
                new ClusterId(cluster),
                "gw-1",
                directory.resolve("data"),
                Optional.of(directory.resolve("token")),
                List.of(IpPrefix.parse(podPrefix)),
                List.of(),
                new InetSocketAddress(LOOPBACK, 0),
                new SourcesConfig(
                        Optional.of(new FileConfig(directory.resolve("exports.yaml"))),
                        Optional.empty(),
                        Optional.empty()),
                DnsConfig.of(List.of(new InetSocketAddress(LOOPBACK, 0)), "clusterset.local"),
                Optional.of(new AnnouncedTunnel(
                        TunnelConfig.of("fake0", new InetSocketAddress(LOOPBACK, 51_820)),
                        List.of(new InetSocketAddress(hostOf(IpPrefix.parse(podPrefix)), 51_820)),
                        false)),
                Optional.empty());
    }

    /** One for each cluster: nobody may name the address of another. */
    private static InetAddress hostOf(IpPrefix podPrefix) {
        return InetAddress.ofLiteral("192.0.2." + podPrefix.address().getAddress()[1]);
    }

    /** Listens here instead of at ports that the system chooses. */
    LabGateway listen(InetSocketAddress status, InetSocketAddress dns) {
        config = new GatewayConfig(
                config.cluster(),
                config.name(),
                config.dataDir(),
                config.joinTokenFile(),
                config.podPrefixes(),
                config.servicePrefixes(),
                status,
                config.sources(),
                DnsConfig.of(List.of(dns), "clusterset.local"),
                config.tunnel(),
                config.nodes());
        return this;
    }

    /** Signs the zone by the key in this file. */
    LabGateway signedBy(Path key) {
        config = new GatewayConfig(
                config.cluster(),
                config.name(),
                config.dataDir(),
                config.joinTokenFile(),
                config.podPrefixes(),
                config.servicePrefixes(),
                config.statusListen(),
                config.sources(),
                config.dns().withSigningKey(key),
                config.tunnel(),
                config.nodes());
        return this;
    }

    /** Has this tunnel. */
    LabGateway tunnel(AnnouncedTunnel announced) {
        config = new GatewayConfig(
                config.cluster(),
                config.name(),
                config.dataDir(),
                config.joinTokenFile(),
                config.podPrefixes(),
                config.servicePrefixes(),
                config.statusListen(),
                config.sources(),
                config.dns(),
                Optional.of(announced),
                config.nodes());
        return this;
    }

    LabGateway token(String token) {
        write("token", token + "\n");
        return this;
    }

    void exports(String yaml) {
        write("exports.yaml", yaml);
    }

    /** One service with one endpoint. */
    void exportService(String service, String address) {
        exports("""
                services:
                  - name: %s
                    type: cluster-set-ip
                    ports: [{name: http, protocol: tcp, port: 80}]
                    endpoints: [{address: %s, ready: true}]
                """.formatted(service, address));
    }

    /** As {@link #exportService}, with a rule for the choice among clusters. */
    void exportService(String service, String address, String selection) {
        exports("""
                services:
                  - name: %s
                    selection: %s
                    ports: [{name: http, protocol: tcp, port: 80}]
                    endpoints: [{address: %s, ready: true}]
                """.formatted(service, selection, address));
    }

    private void write(String file, String text) {
        try {
            Path fresh = directory.resolve(file + ".fresh");
            Files.writeString(fresh, text);
            Files.move(fresh, directory.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lives at another time. */
    LabGateway at(Clock time) {
        clock = time;
        return this;
    }

    LabGateway start() throws GatewayStartException {
        gateway = Optional.of(Gateway.start(
                config,
                new Edges(
                        clock,
                        new SecureRandom(),
                        (vertx, settings, localPrefixes, key, listener) -> {
                            FakeTunnel fake = new FakeTunnel(clock, listener).startedWith(settings, localPrefixes, key);
                            tunnel.set(fake);
                            return fake;
                        },
                        ConfiguredSources::open,
                        (_, _, _) -> HostWatch.none())));
        return this;
    }

    Gateway gateway() {
        return gateway.orElseThrow();
    }

    FakeTunnel tunnel() {
        return tunnel.get();
    }

    Path data(String file) {
        return config.dataDir().resolve(file);
    }

    /** Whether the control plane's address that is kept for the next start is that one. */
    boolean knowsOnly(TestControlPlane controlPlane) {
        try {
            return Files.readString(data("control-plane-addresses")).equals(controlPlane.address() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the control plane's address is among those kept for the next start. */
    boolean knows(TestControlPlane controlPlane) {
        try {
            return Files.readAllLines(data("control-plane-addresses")).contains(controlPlane.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What DNS answers for an A question: the addresses, or the response code where there are none. */
    String resolve(String name) {
        return resolve(gateway().dnsAddresses().getFirst(), name);
    }

    /** The same of whoever answers there, now or within five seconds. */
    static String resolve(InetSocketAddress dns, String name) {
        try {
            SimpleResolver resolver = new SimpleResolver(dns);
            resolver.setTimeout(Duration.ofSeconds(5));
            Message answer =
                    resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN)));
            TreeSet<String> addresses = new TreeSet<>();
            for (Record record : answer.getSection(Section.ANSWER)) {
                if (record instanceof ARecord a) {
                    addresses.add(a.getAddress().getHostAddress());
                }
            }
            return addresses.isEmpty() ? Rcode.string(answer.getRcode()) : String.join(",", addresses);
        } catch (IOException e) {
            return "failed: " + e;
        }
    }

    /** The types of the records that answer a question about addresses with the DO bit. */
    Set<String> signedTypes(String name) {
        try {
            SimpleResolver resolver =
                    new SimpleResolver(gateway().dnsAddresses().getFirst());
            resolver.setEDNS(0, 1232, ExtendedFlags.DO);
            Message query = Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.A, DClass.IN));
            return resolver.send(query).getSection(Section.ANSWER).stream()
                    .map(record -> Type.string(record.getType()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> get(String path) {
        InetSocketAddress at = gateway().statusAddress();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at.getPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        gateway.ifPresent(Gateway::close);
        gateway = Optional.empty();
    }
}
