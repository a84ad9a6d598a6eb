// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.ConsulExportSource;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.testing.RecordingListener;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the exports of a Consul from what else is registered there, in any way that Consul takes, with and without ACLs. */
class OddServicesIT {

    private static final String HCL = """
            services = [
              { name = "hcl-plain", token = "%1$s" },
              { name = "hcl", port = 81, address = "10.20.0.11", token = "%1$s"
                meta = { clusterset-export = "true", clusterset-namespace = "shop" } }
            ]
            """.formatted(ConsulAgent.ROOT_TOKEN);

    private static final String EXPORTED = """
            {"ID": "%1$s", "Name": "%1$s", "Address": "%2$s", "Port": 80, "Meta": {"clusterset-export": "true",
             "clusterset-namespace": "shop", "clusterset-service": "%3$s"}}
            """;

    private static final String IN_CATALOG = """
            {"Node": "external-1", "Address": "10.30.0.5", "Service": {"Service": "legacy", "Port": 9000, "Meta":
             {"clusterset-export": "true", "clusterset-namespace": "shop"}}}
            """;

    private static final String ON_NODE = """
            {"Node": "n%1$d", "Address": "10.40.0.%1$d", "Service": {"Service": "peers", "Port": 7000, "Meta":
             {"clusterset-export": "true", "clusterset-namespace": "shop", "clusterset-type": "headless"}}}
            """;

    private static final String READER = """
            service_prefix "" { policy = "read" }
            node_prefix "" { policy = "read" }
            """;

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
    void everythingThatOptsInIsExportedWhateverElseThereIs(boolean acl) throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, acl)) {
            agent.configure(HCL);
            agent.start();
            registerOddServices(agent);
            try (ConsulExportSource source = source(agent, acl)) {
                source.start(listener);
                ExportSet set = listener.awaitExports(each -> each.exports().size() == 9);

                assertThat(names(set))
                        .containsExactlyInAnyOrder(
                                "shop/web",
                                "shop/hcl",
                                "shop/cli",
                                "shop/legacy",
                                "shop/blanks",
                                "shop/dots",
                                "shop/upper",
                                "shop/percent",
                                "shop/letters");
                assertThat(set.slices())
                        .allSatisfy(slice ->
                                assertThat(slice.endpoints()).hasSize(1).allMatch(Endpoint::ready));
            }
        }
        assertThat(listener.failures()).isEmpty();
    }

    @Test
    void instancesThatShareAnIdOnSeveralNodesHaveNamesOfTheirOwn() throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, false);
                ConsulExportSource source = source(agent, false)) {
            agent.start();
            for (int i = 1; i <= 3; i++) {
                agent.registerInCatalog(ON_NODE.formatted(i));
            }
            source.start(listener);
            ExportSet set = listener.awaitExports(each ->
                    each.slices().stream().anyMatch(slice -> slice.endpoints().size() == 3));

            assertThat(set.slices().getFirst().endpoints())
                    .extracting(Endpoint::hostname)
                    .containsExactlyInAnyOrder("peers-n1", "peers-n2", "peers-n3");
        }
    }

    private static void registerOddServices(ConsulAgent agent) throws Exception {
        agent.register("{\"Name\": \"plain\"}");
        agent.register("{\"Name\": \"nulls\", \"Tags\": null, \"Meta\": null, \"Check\": null, \"Weights\": null}");
        agent.register(EXPORTED.formatted("web", "10.20.0.10", "web"));
        // Consul takes ids of one node that differ in case for one.
        agent.register(EXPORTED.formatted("WEB", "10.20.0.20", "upper").replace("\"ID\": \"WEB\"", "\"ID\": \"u\""));
        agent.register(EXPORTED.formatted("team a/web 1", "10.20.0.21", "blanks"));
        agent.register(EXPORTED.formatted("a.b.c", "10.20.0.22", "dots"));
        agent.register(EXPORTED.formatted("100%20+?&#", "10.20.0.23", "percent"));
        agent.register(EXPORTED.formatted("straße-日本", "10.20.0.24", "letters"));
        agent.registerByCommand("-name=cli-plain");
        agent.registerByCommand(
                "-name=cli",
                "-port=82",
                "-address=10.20.0.12",
                "-meta=clusterset-export=true",
                "-meta=clusterset-namespace=shop");
        agent.registerInCatalog(IN_CATALOG);
    }

    private ConsulExportSource source(ConsulAgent agent, boolean acl) throws Exception {
        Optional<Path> token = acl
                ? Optional.of(Files.writeString(folder.resolve("token"), agent.token("reader", READER)))
                : Optional.empty();
        return new ConsulExportSource(
                vertx,
                new ConsulConfig(agent.address(), token, Optional.empty()),
                FirstSeen.inMemory(InstantSource.system()),
                new Random());
    }

    private static Set<String> names(ExportSet set) {
        return set.exports().stream().map(export -> export.name().toString()).collect(Collectors.toSet());
    }
}
