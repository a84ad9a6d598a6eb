// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.write.ConsulImportWriter;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.e2e.host.Distribution;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Protects what is written into a real Consul: exactly what is imported, by one gateway at a time, whatever happens to Consul, and nothing of anybody else's. Most of it waits for Consul, so that tests run beside each other. */
@Execution(ExecutionMode.CONCURRENT)
final class ConsulImportWriterIT {

    private static final Duration LIMIT = Eventually.LIMIT;
    private static final ClusterId WEST = new ClusterId("west");
    private static final ClusterId EAST = new ClusterId("east");

    private static final String FOREIGN = """
            {"Node": "%s", "Address": "10.9.9.9", "SkipNodeUpdate": %b,
             "Service": {"ID": "%s", "Service": "%s", "Port": 9, "Address": "10.9.9.9"}}
            """;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<ConsulImportWriter> writers = new ArrayList<>();
    private final AtomicBoolean fresh = new AtomicBoolean(true);
    private final ImportedView view = new ImportedView();
    private ConsulAgent agent;

    @BeforeEach
    void start() throws IOException {
        agent = new ConsulAgent(folder, false);
        agent.start();
    }

    @AfterEach
    void end() {
        writers.forEach(ConsulImportWriter::close);
        agent.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private ConsulImportWriter writer(String name, String prefix, String token) throws IOException {
        Optional<Path> file = token.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.writeString(folder.resolve("token-" + name), token));
        ConsulConfig config = new ConsulConfig(agent.address(), file, Optional.empty(), true, prefix);
        ConsulImportWriter writer =
                new ConsulImportWriter(vertx, config, WEST, name, fresh::get, RandomGenerator.of("L64X128MixRandom"));
        writers.add(writer);
        writer.start();
        return writer;
    }

    private ConsulImportWriter writer(String name) throws IOException {
        return writer(name, "", "");
    }

    /** Instances on the node of the imports: name, address and port, by health. */
    private Map<String, String> written() throws IOException, InterruptedException {
        Map<String, String> written = new TreeMap<>();
        Map<String, String> health = new TreeMap<>();
        new JsonArray(agent.read("/v1/health/node/hanse-west"))
                .forEach(each -> health.put(
                        ((JsonObject) each).getString("ServiceID"), ((JsonObject) each).getString("Status")));
        String body = agent.read("/v1/catalog/node/hanse-west").strip();
        if (!body.equals("null")) {
            JsonObject services = new JsonObject(body).getJsonObject("Services");
            services.fieldNames().forEach(id -> {
                JsonObject service = services.getJsonObject(id);
                String key = service.getString("Service") + " " + service.getString("Address") + " "
                        + service.getInteger("Port");
                written.put(key, health.getOrDefault(id, "unchecked"));
            });
        }
        return written;
    }

    private void awaitWritten(String... keys) {
        Map<String, String> passing = new TreeMap<>();
        for (String key : keys) {
            passing.put(key, "passing");
        }
        eventually("exactly that is written", LIMIT, () -> assertThat(written()).isEqualTo(passing));
    }

    private static Endpoint endpoint(String address, boolean ready, int weight) {
        return new Endpoint(InetAddress.ofLiteral(address), "", ready, weight);
    }

    @Test
    void exactlyWhatIsImportedIsThere() throws Exception {
        agent.registerInCatalog(FOREIGN.formatted("other", false, "theirs", "theirs"));
        ConsulImportWriter writer = writer("gw-1");
        writer.publish(
                view.put("shop/web", "east", "10.1.0.10", "fd00:10:1::10")
                        .put("shop/db", "north", "10.3.0.1")
                        .view(),
                Set.of());
        awaitWritten("web--shop 10.1.0.10 80", "web--shop fd00:10:1::10 80", "db--shop 10.3.0.1 80");

        writer.publish(
                view.put("shop/web", "east", "10.1.0.11").remove("shop/db").view(), Set.of());
        awaitWritten("web--shop 10.1.0.11 80");
        assertThat(agent.read("/v1/catalog/service/theirs")).contains("10.9.9.9");
        assertThat(writer.status().refused()).isEmpty();
        assertThat(writer.status().troubles()).isEmpty();
    }

    @Test
    void healthFollowsReadinessWeightAndReach() throws Exception {
        List<ServicePort> ports =
                List.of(ServicePort.of("http", Protocol.TCP, 80), ServicePort.of("dns", Protocol.UDP, 53));
        ConsulImportWriter writer = writer("gw-1");
        writer.publish(
                view.put(
                                "a/down",
                                "east",
                                ports,
                                List.of(endpoint("10.1.0.1", false, 1), endpoint("10.1.0.2", true, 5)))
                        .put("a/drained", "east", "10.1.0.3")
                        .put("a/far", "east", "10.1.0.4")
                        .view(),
                Set.of());
        eventually(
                "not ready is critical",
                LIMIT,
                () -> assertThat(written())
                        .containsEntry("down--a 10.1.0.1 53", "critical")
                        .containsEntry("down--a 10.1.0.1 80", "critical")
                        .containsEntry("down--a 10.1.0.2 53", "passing")
                        .hasSize(6));
        view.put(
                "a/drained",
                "east",
                List.of(ports.getFirst()),
                List.of(endpoint("10.1.0.3", true, 0), endpoint("10.1.0.5", true, 1)));
        writer.publish(view.view(), Set.of());
        eventually(
                "what drains is critical while there are others",
                LIMIT,
                () -> assertThat(written())
                        .containsEntry("drained--a 10.1.0.3 80", "critical")
                        .containsEntry("drained--a 10.1.0.5 80", "passing"));
        view.put("a/drained", "north", "10.3.0.1");
        writer.publish(view.view(), Set.of(EAST));
        eventually(
                "an unreachable cluster is critical where another one is left",
                LIMIT,
                () -> assertThat(written())
                        .containsEntry("drained--a 10.1.0.5 80", "critical")
                        .containsEntry("drained--a 10.3.0.1 80", "passing")
                        .containsEntry("far--a 10.1.0.4 80", "passing"));
        assertThat(agent.read("/v1/catalog/service/down--a?tag=http")).contains("\"ServicePort\":80");
        assertThat(agent.read("/v1/catalog/service/down--a?tag=cluster-east")).contains("\"hanse-protocol\":\"udp\"");
    }

    /** Waits until it tells of one import, in these words. */
    private static void awaitRefused(ConsulImportWriter writer, String... words) {
        eventually(
                "it is told",
                LIMIT,
                () -> assertThat(writer.status().refused())
                        .singleElement()
                        .asString()
                        .contains(words));
    }

    @Test
    void whatSomebodyElseHasIsNeverTouched() throws Exception {
        agent.registerInCatalog(FOREIGN.formatted("other", false, "web", "web--shop"));
        ConsulImportWriter writer = writer("gw-1");
        writer.publish(
                view.put("shop/web", "east", "10.1.0.10")
                        .put("shop/db", "east", "10.1.0.20")
                        .view(),
                Set.of());
        awaitWritten("db--shop 10.1.0.20 80");
        awaitRefused(writer, "web--shop", "on node other", "not Hanse's");

        agent.registerInCatalog(FOREIGN.formatted("hanse-west", true, "mine", "mine"));
        agent.registerInCatalog(FOREIGN.formatted("other", true, "db", "db--shop"));
        eventually(
                "a name that somebody takes is given up",
                LIMIT,
                () -> assertThat(written()).containsOnlyKeys("mine 10.9.9.9 9"));

        agent.deregisterFromCatalog("{\"Node\": \"other\"}");
        eventually(
                "free names are used",
                LIMIT,
                () -> assertThat(written())
                        .containsOnlyKeys("mine 10.9.9.9 9", "web--shop 10.1.0.10 80", "db--shop 10.1.0.20 80"));
        eventually(
                "nothing is told any more",
                LIMIT,
                () -> assertThat(writer.status().refused()).isEmpty());
        writer.publish(view.remove("shop/web").remove("shop/db").view(), Set.of());
        eventually("theirs stays", LIMIT, () -> assertThat(written()).containsOnlyKeys("mine 10.9.9.9 9"));
    }

    @Test
    void aNodeOfThatNameThatIsNotHansesIsLeftAlone() throws Exception {
        agent.registerInCatalog(FOREIGN.formatted("hanse-west", false, "mine", "mine"));
        ConsulImportWriter writer = writer("gw-1");
        writer.publish(view.put("shop/web", "east", "10.1.0.10").view(), Set.of());
        eventually(
                "it is told",
                LIMIT,
                () -> assertThat(writer.status().troubles())
                        .singleElement()
                        .asString()
                        .contains("hanse-west is there and is not Hanse's"));
        assertThat(written()).containsOnlyKeys("mine 10.9.9.9 9");
    }

    @Test
    void whatSomebodyChangesIsPutBack() throws Exception {
        ConsulImportWriter writer = writer("gw-1");
        writer.publish(view.put("shop/web", "east", "10.1.0.10").view(), Set.of());
        awaitWritten("web--shop 10.1.0.10 80");
        String id = "web--shop/east/10.1.0.10/tcp/80";

        agent.registerInCatalog("""
                {"Node": "hanse-west", "SkipNodeUpdate": true, "Check":
                 {"CheckID": "%s", "ServiceID": "%s", "Name": "x", "Status": "critical"}}
                """.formatted(id, id));
        awaitWritten("web--shop 10.1.0.10 80");
        agent.deregisterFromCatalog("{\"Node\": \"hanse-west\", \"CheckID\": \"" + id + "\"}");
        awaitWritten("web--shop 10.1.0.10 80");
        agent.deregisterFromCatalog("{\"Node\": \"hanse-west\", \"ServiceID\": \"" + id + "\"}");
        awaitWritten("web--shop 10.1.0.10 80");
        agent.deregisterFromCatalog("{\"Node\": \"hanse-west\"}");
        awaitWritten("web--shop 10.1.0.10 80");
    }

    @Test
    void afterDowntimeExactlyTheRightSetIsThere() throws Exception {
        ConsulImportWriter before = writer("gw-1");
        before.publish(
                view.put("shop/web", "east", "10.1.0.10")
                        .put("shop/old", "east", "10.1.0.20")
                        .view(),
                Set.of());
        awaitWritten("web--shop 10.1.0.10 80", "old--shop 10.1.0.20 80");
        String index = changeOf("web--shop");
        before.close();

        ConsulImportWriter after = writer("gw-1");
        after.publish(
                view.remove("shop/old").put("shop/late", "east", "10.1.0.30").view(), Set.of());
        awaitWritten("web--shop 10.1.0.10 80", "late--shop 10.1.0.30 80");
        assertThat(changeOf("web--shop"))
                .as("what was right is not written again")
                .isEqualTo(index);

        ConsulImportWriter prefixed = writer("gw-1", "hs-", "");
        after.close();
        prefixed.publish(view.view(), Set.of());
        awaitWritten("hs-web--shop 10.1.0.10 80", "hs-late--shop 10.1.0.30 80");
    }

    private String changeOf(String service) throws IOException, InterruptedException {
        return new JsonArray(agent.read("/v1/catalog/service/" + service))
                .getJsonObject(0)
                .getLong("ModifyIndex")
                .toString();
    }

    @Test
    void consulIsAwayComesBackAndLosesItsData() throws Exception {
        ConsulImportWriter writer = writer("gw-1");
        writer.publish(view.put("shop/web", "east", "10.1.0.10").view(), Set.of());
        awaitWritten("web--shop 10.1.0.10 80");
        agent.kill();
        writer.publish(view.put("shop/late", "east", "10.1.0.30").view(), Set.of());
        eventually(
                "it is told",
                LIMIT,
                () -> assertThat(writer.status().troubles()).isNotEmpty());
        agent.start();
        awaitWritten("web--shop 10.1.0.10 80", "late--shop 10.1.0.30 80");

        agent.kill();
        agent.loseData();
        agent.start();
        awaitWritten("web--shop 10.1.0.10 80", "late--shop 10.1.0.30 80");
        eventually(
                "nothing is told any more",
                LIMIT,
                () -> assertThat(writer.status().troubles()).isEmpty());
    }

    @Test
    void oneOfTwoWritesAndTheOtherTakesOver() throws Exception {
        ConsulImportWriter first = writer("gw-1");
        first.publish(view.put("shop/web", "east", "10.1.0.10").view(), Set.of());
        awaitWritten("web--shop 10.1.0.10 80");
        ConsulImportWriter second = writer("gw-2");
        second.publish(new ImportedView().put("shop/db", "east", "10.1.0.20").view(), Set.of());
        eventually(
                "gw-2 knows who writes",
                LIMIT,
                () -> assertThat(second.status().holder()).isEqualTo("gw-1"));
        assertThat(second.status().writes()).isFalse();
        awaitWritten("web--shop 10.1.0.10 80");

        first.close();
        awaitWritten("db--shop 10.1.0.20 80");
        assertThat(second.status().writes()).isTrue();

        fresh.set(false);
        eventually(
                "who is not fresh gives way",
                LIMIT,
                () -> assertThat(second.status().holder()).isEmpty());
        second.publish(new ImportedView().view(), Set.of());
        awaitWritten("db--shop 10.1.0.20 80");
    }

    /** Those of docs/sources.md. */
    private static final String RIGHTS = """
            node_prefix "" { policy = "read" }
            service_prefix "" { policy = "read" }
            node "hanse-west" { policy = "write" }
            service_prefix "hs-" { policy = "write" }
            session "hanse-west" { policy = "write" }
            key "hanse/west/writer" { policy = "write" }
            """;

    @Test
    void theRightsThatAreShownAreEnough() throws Exception {
        assertThat(Files.readString(Distribution.repository().resolve("docs/sources.md")))
                .contains(RIGHTS.lines().toList());
        agent.close();
        agent = new ConsulAgent(folder.resolve("acl"), true);
        agent.start();
        ConsulImportWriter writer = writer("gw-1", "hs-", agent.token("enough", RIGHTS));
        writer.publish(view.put("shop/web", "east", "10.1.0.10").view(), Set.of());
        awaitWritten("hs-web--shop 10.1.0.10 80");
        writer.publish(view.put("shop/web", "east", "10.1.0.11").view(), Set.of());
        awaitWritten("hs-web--shop 10.1.0.11 80");
    }

    @Test
    void aServiceThatTheTokenMayNotWriteWaitsAlone() throws Exception {
        agent.close();
        agent = new ConsulAgent(folder.resolve("acl"), true);
        agent.start();
        String rules = RIGHTS + "service \"hs-db--shop\" { policy = \"read\" }\n";
        ConsulImportWriter writer = writer("gw-1", "hs-", agent.token("narrow", rules));
        writer.publish(
                view.put("shop/db", "east", "10.1.0.20")
                        .put("shop/web", "east", "10.1.0.10")
                        .view(),
                Set.of());
        awaitWritten("hs-web--shop 10.1.0.10 80");
        awaitRefused(writer, "hs-db--shop", "Permission denied");
        agent.token("narrow", RIGHTS);
        awaitWritten("hs-web--shop 10.1.0.10 80", "hs-db--shop 10.1.0.20 80");
    }
}
