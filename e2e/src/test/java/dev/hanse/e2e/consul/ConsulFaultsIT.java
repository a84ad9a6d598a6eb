// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.ConsulExportSource;
import dev.hanse.discovery.testing.RecordingListener;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects exports from what happens to a real Consul: nothing is withdrawn that nobody deregistered. */
class ConsulFaultsIT {

    private static final String SERVICE = """
            {"ID": "%1$s", "Name": "%1$s", "Address": "%2$s", "Port": 80, "Meta": {"clusterset-export": "true",
             "clusterset-namespace": "shop"}}
            """;

    private static final String ALL =
            "service_prefix \"\" { policy = \"read\" } node_prefix \"\" { policy = \"read\" }";
    private static final String NO_WEB = ALL + " service \"web\" { policy = \"deny\" }";
    private static final String NO_NODES = "service_prefix \"\" { policy = \"read\" }";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final RecordingListener listener = new RecordingListener();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theLimitOfConnectionsMakesTheServicesBeyondItStaleAlone() throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, false);
                ConsulExportSource source = source(agent, Optional.empty())) {
            agent.configure("limits { http_max_conns_per_client = 8 }");
            agent.start();
            for (int i = 10; i < 22; i++) {
                agent.register(SERVICE.formatted("s" + i, "10.20.0." + i));
            }
            source.start(listener);
            listener.awaitExports(set -> set.exports().size() == 12);

            agent.register(SERVICE.formatted("s10", "10.20.0.99"));
            ExportSet set = listener.awaitExports(each -> addresses(each).contains("10.20.0.99"));
            assertThat(set.exports()).hasSize(12);
            assertThat(listener.awaitFailure(1)).contains(" only", "limits.http_max_conns_per_client");
        }
    }

    @Test
    void anAgentWhoseDataIsGoneWithdrawsNothingAndFillsUpAgain() throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, false);
                ConsulExportSource source = source(agent, Optional.empty())) {
            startWithTwo(agent, source);

            agent.kill();
            agent.loseData();
            agent.start();
            awaitReason("another Consul");
            assertWithdrawsNothing();

            int sets = listener.sets().size();
            agent.register(SERVICE.formatted("web", "10.20.0.10"));
            agent.register(SERVICE.formatted("api", "10.20.0.20"));
            // A set that equals the last comes only after all of it was read again.
            listener.awaitSet(sets + 1);
            int failures = listener.failures().size();
            agent.deregister("web");
            listener.awaitExports(set -> addresses(set).equals(List.of("10.20.0.20")));
            assertThat(listener.failures().subList(failures, listener.failures().size()))
                    .allMatch(reason -> reason.contains(" only"));
        }
    }

    @Test
    void aTokenThatIsNarrowedOrDeletedWithdrawsNothing() throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, true)) {
            agent.start();
            Path token = Files.writeString(folder.resolve("token"), agent.token("reader", ALL));
            try (ConsulExportSource source = source(agent, Optional.of(token))) {
                startWithTwo(agent, source);

                agent.token("reader", NO_WEB);
                reconnect(agent);
                awaitReason("nothing has changed in Consul");

                agent.token("reader", NO_NODES);
                reconnect(agent);
                awaitReason("no instance of its service \"consul\"");

                agent.token("reader", ALL);
                agent.deleteToken("reader");
                reconnect(agent);
                awaitReason("HTTP 403");
                assertWithdrawsNothing();
            }
        }
    }

    private void startWithTwo(ConsulAgent agent, ConsulExportSource source) throws Exception {
        agent.start();
        agent.register(SERVICE.formatted("web", "10.20.0.10"));
        agent.register(SERVICE.formatted("api", "10.20.0.20"));
        source.start(listener);
        listener.awaitExports(set -> set.exports().size() == 2);
    }

    /** Queries that are held back are asked anew: Consul answers them late where only rights change. */
    private static void reconnect(ConsulAgent agent) throws Exception {
        agent.kill();
        agent.start();
    }

    private void awaitReason(String part) {
        try {
            int count = 1;
            while (!listener.awaitFailure(count).contains(part)) {
                count++;
            }
        } catch (AssertionError e) {
            throw new AssertionError("\"" + part + "\" was not told; sets: " + listener.sets(), e);
        }
    }

    /** All that was there since the start is there in every later set. */
    private void assertWithdrawsNothing() {
        List<ExportSet> sets = listener.sets();
        int first = 0;
        while (sets.get(first).exports().size() < 2) {
            first++;
        }
        assertThat(sets.subList(first, sets.size()))
                .allSatisfy(set -> assertThat(addresses(set)).containsExactly("10.20.0.10", "10.20.0.20"));
    }

    private static List<String> addresses(ExportSet set) {
        return set.slices().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(endpoint -> endpoint.address().getHostAddress())
                .sorted()
                .toList();
    }

    private ConsulExportSource source(ConsulAgent agent, Optional<Path> token) {
        return new ConsulExportSource(
                vertx,
                new ConsulConfig(agent.address(), token, Optional.empty()),
                FirstSeen.inMemory(InstantSource.system()),
                new Random());
    }
}
