// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.consul.ConsulExportSource;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.testing.RecordingListener;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects each export that docs/sources.md promises of Consul, all at once in one that has them in every way that it takes. */
class PromisedExportsIT {

    private static final String READER = """
            service_prefix "" { policy = "read" }
            node_prefix "" { policy = "read" }
            """;

    /** In the agent's configuration: a service with checks of which one fails, and one that has what is needed and no more. */
    private static final String HCL = """
            services = [
              { name = "ill", id = "ill-1", port = 81, address = "10.20.0.11", token = "%1$s"
                meta = { clusterset-export = "true", clusterset-namespace = "shop" }
                checks = [ { ttl = "1h", status = "passing" }, { ttl = "1h", status = "warning" } ] },
              { name = "least", token = "%1$s", port = 82
                meta = { clusterset-export = "true", clusterset-namespace = "shop" } },
              { name = "silent", token = "%1$s", port = 83, meta = { clusterset-namespace = "shop" } }
            ]
            """.formatted(ConsulAgent.ROOT_TOKEN);

    private static final String EVERY_KEY = """
            {"ID": "All-1", "Name": "All of it", "Address": "10.20.0.20", "Port": 5300, "Tags": ["a", "b"],
             "Weights": {"Passing": 7, "Warning": 1}, "EnableTagOverride": true, "Meta": {"clusterset-export": "true",
             "clusterset-namespace": "infra", "clusterset-service": "all", "clusterset-type": "headless",
             "clusterset-port-name": "dns", "clusterset-protocol": "udp", "clusterset-selection": "ordered-only east,west",
             "clusterset-session-affinity": "client-ip", "clusterset-weight": "250"},
             "Check": {"TTL": "1h", "Status": "passing"}}
            """;
    private static final String OPTED_OUT = """
            {"Name": "out", "Port": 80, "Meta": {"clusterset-export": "yes", "clusterset-namespace": "shop"}}
            """;
    private static final String SIDECAR = """
            {"Name": "all-sidecar-proxy", "Port": 21000, "Meta": {"clusterset-export": "true", "clusterset-namespace": "shop"}}
            """;

    /** Two services that are one, on one number. */
    private static final String PART = """
            {"ID": "%1$s-1", "Name": "%1$s", "Address": "10.20.0.30", "Port": 8080, "Meta": {"clusterset-export": "true",
             "clusterset-namespace": "shop", "clusterset-service": "web", "clusterset-port-name": "%1$s"}}
            """;

    /** The same id on two nodes, and on different ports, past any agent. */
    private static final String SHARED = """
            {"Node": "n%1$d", "Address": "10.40.0.%1$d", "Service": {"ID": "db", "Service": "db", "Port": 700%1$d, "Meta":
             {"clusterset-export": "true", "clusterset-namespace": "shop", "clusterset-type": "headless"}}}
            """;

    private static final List<String> PROMISED = List.of(
            "infra/all HEADLESS CLIENT_IP [ordered-only east,west] [dns/UDP:5300]",
            "shop/cli CLUSTER_SET_IP NONE [] [/TCP:84]",
            "shop/db HEADLESS NONE [] [/TCP:7001]",
            "shop/ill CLUSTER_SET_IP NONE [] [/TCP:81]",
            "shop/least CLUSTER_SET_IP NONE [] [/TCP:82]",
            "shop/web CLUSTER_SET_IP NONE [] [admin/TCP:8080, api/TCP:8080]",
            "infra/all [dns/UDP:5300] all-1=10.20.0.20 weight 250 ready",
            "shop/cli [/TCP:84] cli-node-1=10.20.0.40 weight 1 ready",
            "shop/db [/TCP:7001] db-n1=10.40.0.1 weight 1 ready",
            "shop/db [/TCP:7002] db-n2=10.40.0.2 weight 1 ready",
            "shop/ill [/TCP:81] ill-1=10.20.0.11 weight 1 not ready",
            "shop/least [/TCP:82] least-node-1=127.0.0.1 weight 1 ready",
            "shop/web [admin/TCP:8080] admin-1=10.20.0.30 weight 1 ready",
            "shop/web [api/TCP:8080] api-1=10.20.0.30 weight 1 ready");

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final RecordingListener listener = new RecordingListener();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void allAreExportedAsTheyAreRegistered(boolean acl) throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, acl)) {
            agent.configure(HCL);
            agent.start();
            register(agent);
            Optional<Path> token = acl
                    ? Optional.of(Files.writeString(folder.resolve("token"), agent.token("reader", READER)))
                    : Optional.empty();
            try (ConsulExportSource source = ConsulOutagesIT.source(vertx, agent.address(), token)) {
                source.start(listener);
                eventually(
                        "what is promised",
                        SourceWatch.LIMIT,
                        () -> assertThat(lines(listener.sets().getLast()))
                                .containsExactlyInAnyOrderElementsOf(PROMISED));
            }
        }
        assertThat(listener.failures()).isEmpty();
    }

    private static void register(ConsulAgent agent) throws Exception {
        for (String each : List.of(EVERY_KEY, OPTED_OUT, SIDECAR, PART.formatted("api"), PART.formatted("admin"))) {
            agent.register(each);
        }
        agent.registerInCatalog(SHARED.formatted(1));
        agent.registerInCatalog(SHARED.formatted(2));
        agent.registerByCommand(
                "-name=cli",
                "-port=84",
                "-address=10.20.0.40",
                "-tag=a",
                "-meta=clusterset-export=true",
                "-meta=clusterset-namespace=shop");
    }

    private static List<String> lines(ExportSet set) {
        Stream<String> exports = set.exports().stream().map(PromisedExportsIT::line);
        Stream<String> endpoints = set.slices().stream()
                .flatMap(slice -> slice.endpoints().stream().map(each -> line(slice, each)));
        return Stream.concat(exports, endpoints).toList();
    }

    private static String line(ServiceExport export) {
        return export.name() + " " + export.type() + " " + export.traits().sessionAffinity() + " "
                + export.traits().annotations().values() + " " + ports(export.ports());
    }

    private static String line(EndpointSlice slice, Endpoint endpoint) {
        return slice.service() + " " + ports(slice.ports()) + " " + endpoint.hostname() + "="
                + endpoint.address().getHostAddress() + " weight " + endpoint.weight()
                + (endpoint.ready() ? " ready" : " not ready");
    }

    private static String ports(List<ServicePort> ports) {
        return ports.stream()
                .map(each -> each.name() + "/" + each.protocol() + ":" + each.port())
                .sorted()
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
