// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.ConsulExportSource;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.DnsResponder;
import dev.hanse.discovery.dns.DnsZone;
import dev.hanse.discovery.merge.Constituent;
import dev.hanse.discovery.merge.ExportAge;
import dev.hanse.discovery.merge.MergedService;
import dev.hanse.discovery.merge.ServiceMerge;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import dev.hanse.discovery.testing.RecordingListener;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Protects who asks for SRV: instances that a scheduler has put on ports of its own are registered with a real Consul, and each answers where the record leads. */
class ScheduledPortsIT {

    private static final ClusterId EAST = new ClusterId("east");
    private static final String NAME = "web.shop.svc.clusterset.local";

    private static final String INSTANCE = """
            {"ID": "%1$s", "Name": "%2$s", "Address": "127.0.0.1", "Port": %3$d, "Meta": {"clusterset-export": "true",
             "clusterset-namespace": "shop", "clusterset-service": "web", "clusterset-port-name": "%4$s",
             "clusterset-type": "%5$s"}}
            """;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final RecordingListener listener = new RecordingListener();
    private final List<ServerSocket> instances = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (ServerSocket each : instances) {
            each.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Listens on a port that nobody has chosen, and says to all who come what it is called. */
    private int instance(String id) throws IOException {
        ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        instances.add(socket);
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    client.getOutputStream().write(id.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    return;
                }
            }
        });
        return socket.getLocalPort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster-set-ip", "headless"})
    void eachInstanceIsReachedOnItsOwnPort(String type) throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, false);
                ConsulExportSource source = source(agent)) {
            agent.start();
            for (String id : List.of("a", "b", "c")) {
                agent.register(INSTANCE.formatted(id, "web", instance(id), "http", type));
            }
            source.start(listener);
            Resolver resolver =
                    responder(listener.awaitExports(set -> set.slices().size() == 3));

            assertThat(reached(resolver, "_http._tcp." + NAME))
                    .containsExactlyInAnyOrderEntriesOf(Map.of("a.east", "a", "b.east", "b", "c.east", "c"));
        }
    }

    @Test
    void twoNamesOfOnePortAreBothReached() throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, false);
                ConsulExportSource source = source(agent)) {
            agent.start();
            int port = instance("both");
            agent.register(INSTANCE.formatted("api", "web-api", port, "api", "cluster-set-ip"));
            agent.register(INSTANCE.formatted("admin", "web-admin", port, "admin", "cluster-set-ip"));
            source.start(listener);
            Resolver resolver =
                    responder(listener.awaitExports(set -> set.slices().size() == 2));

            assertThat(reached(resolver, "_api._tcp." + NAME)).isEqualTo(Map.of("web", "both"));
            assertThat(reached(resolver, "_admin._tcp." + NAME)).isEqualTo(Map.of("web", "both"));
        }
    }

    private ConsulExportSource source(ConsulAgent agent) {
        return new ConsulExportSource(
                vertx, ConsulConfig.of(agent.address()), FirstSeen.inMemory(InstantSource.system()), new Random());
    }

    /** What a gateway of another cluster answers. */
    private Resolver responder(ExportSet exported) throws IOException {
        var export = exported.exports().getFirst();
        MergedService merged = ServiceMerge.merge(
                List.of(Constituent.of(EAST, ExportAge.seen(Instant.EPOCH), export, exported.slices())));
        TreeMap<SliceKey, EndpointSlice> slices = new TreeMap<>();
        exported.slices()
                .forEach(slice -> merged.importedSlice(EAST, slice)
                        .ifPresent(seen -> slices.put(new SliceKey(export.name(), EAST, seen.name()), seen)));
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        DnsZone zone = new DnsZone(DnsConfig.of(List.of(anyPort), "clusterset.local"));
        DnsResponder responder = DnsResponder.start(vertx, zone);
        zone.publish(
                new View(
                        new ClusterId("west"),
                        1,
                        SharedMap.copyOf(new TreeMap<>(Map.of(export.name(), merged.serviceImport()))),
                        SharedMap.copyOf(slices)),
                Set.of(),
                ClusterAddresses.NONE);
        Resolver resolver = new SimpleResolver(responder.addresses().getFirst());
        eventually(
                "the view is answered from",
                Duration.ofSeconds(10),
                () -> assertThat(answers(resolver, NAME, Type.A)).isNotEmpty());
        return resolver;
    }

    /** Who answers, by where the records lead. */
    private static Map<String, String> reached(Resolver resolver, String question) throws IOException {
        Map<String, String> reached = new TreeMap<>();
        for (Record each : answers(resolver, question, Type.SRV)) {
            SRVRecord service = (SRVRecord) each;
            String target = service.getTarget().toString(true);
            InetAddress address = ((ARecord) answers(resolver, target, Type.A).getFirst()).getAddress();
            try (Socket socket = new Socket(address, service.getPort())) {
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                reached.put(target.replace("." + NAME, "").replace(NAME, "web"), answer);
            }
        }
        return reached;
    }

    private static List<Record> answers(Resolver resolver, String name, int type) throws IOException {
        Name absolute = Name.fromString(name + ".");
        return resolver.send(Message.newQuery(Record.newRecord(absolute, type, DClass.IN)))
                .getSection(Section.ANSWER);
    }
}
