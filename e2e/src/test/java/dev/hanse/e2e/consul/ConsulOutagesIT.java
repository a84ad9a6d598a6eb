// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.ConsulExportSource;
import dev.hanse.e2e.consul.ConsulProxy.Fault;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects exports while real agents, servers and what is between fail, one by one: nothing is withdrawn, and what was changed meanwhile comes by itself. Most of it waits for retries, so that tests run beside each other. */
@Execution(ExecutionMode.CONCURRENT)
class ConsulOutagesIT {

    static final String SERVICE = """
            {"ID": "%1$s", "Name": "%1$s", "Address": "%2$s", "Port": 80, "Meta": {"clusterset-export": "true",
             "clusterset-namespace": "shop"}}
            """;
    private static final String ELSEWHERE = """
            {"Node": "external", "Address": "10.20.0.30", "Service": {"Service": "late", "Port": 80, "Meta":
             {"clusterset-export": "true", "clusterset-namespace": "shop"}}}
            """;

    static final String WEB = "10.20.0.10";
    static final String API = "10.20.0.20";
    static final String LATE = "10.20.0.30";

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final SourceWatch watch = new SourceWatch();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void answersThatAreSpoiled(Fault fault) throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, false)) {
            agent.start();
            try (ConsulProxy proxy = new ConsulProxy(agent);
                    ConsulExportSource source = source(proxy.address())) {
                startWithTwo(agent, source);

                proxy.set(fault);
                agent.register(SERVICE.formatted("late", LATE));
                if (fault == Fault.SLOW) {
                    watch.awaitFresh(WEB, API, LATE);
                } else {
                    watch.awaitReason(SourceWatch.LIMIT, said(fault));
                }

                proxy.set(Fault.NONE);
                watch.awaitFresh(WEB, API, LATE);
                watch.assertKept(WEB, API);
            }
        }
    }

    private static String said(Fault fault) {
        return switch (fault) {
            case TOO_MANY_REQUESTS -> "HTTP 429";
            case SHORTENED, GARBAGE_BODY, FOREIGN_PAGE -> "is that the HTTP API of a Consul agent?";
            case CUT_OFF, GARBAGE, SLOW, NONE -> "cannot be read";
        };
    }

    @Test
    void anAgentThatIsKilled() throws Exception {
        try (ConsulAgent server = new ConsulAgent(folder.resolve("server"), false);
                ConsulAgent agent = ConsulAgent.client(folder.resolve("client"), server);
                ConsulExportSource source = source(agent.address())) {
            server.start();
            agent.start();
            startWithTwo(agent, source);

            agent.kill();
            watch.awaitReason(SourceWatch.LIMIT, "cannot be read");
            server.registerInCatalog(ELSEWHERE);

            agent.start();
            watch.awaitFresh(WEB, API, LATE);
            watch.assertKept(WEB, API);
        }
    }

    @Test
    void aServerThatIsKilled() throws Exception {
        try (ConsulAgent server = new ConsulAgent(folder.resolve("server"), false);
                ConsulAgent agent = ConsulAgent.client(folder.resolve("client"), server);
                ConsulExportSource source = source(agent.address())) {
            server.start();
            agent.start();
            startWithTwo(agent, source);

            server.kill();
            watch.awaitReason(SourceWatch.LIMIT, "has Consul a leader?");
            agent.register(SERVICE.formatted("late", LATE));

            server.start();
            watch.awaitFresh(WEB, API, LATE);
            watch.assertKept(WEB, API);
        }
    }

    @Test
    void aLeaderThatIsLostWithAndWithoutAnother() throws Exception {
        List<ConsulAgent> servers = ConsulAgent.cluster(folder, 3);
        try (ConsulAgent first = servers.get(0);
                ConsulAgent second = servers.get(1);
                ConsulAgent third = servers.get(2)) {
            for (ConsulAgent each : servers) {
                each.launch();
            }
            for (ConsulAgent each : servers) {
                each.start();
            }
            ConsulAgent leader = first.leads() ? first : second.leads() ? second : third;
            ConsulAgent follower = leader == first ? second : first;
            ConsulAgent other = leader == third ? second : third;
            try (ConsulExportSource source = source(follower.address())) {
                startWithTwo(follower, source);

                leader.kill();
                follower.register(SERVICE.formatted("late", LATE));
                watch.awaitFresh(WEB, API, LATE);

                other.kill();
                watch.awaitReason(SourceWatch.LIMIT, "has Consul a leader?");
                follower.register(SERVICE.formatted("last", "10.20.0.40"));

                leader.start();
                watch.awaitFresh(WEB, API, LATE, "10.20.0.40");
                watch.assertKept(WEB, API);
            }
        }
    }

    @Test
    void anAgentThatLostItsDataAndDeregistersWhatItDoesNotKnow() throws Exception {
        try (ConsulAgent server = new ConsulAgent(folder.resolve("server"), false);
                ConsulAgent agent = ConsulAgent.client(folder.resolve("client"), server);
                ConsulExportSource source = source(agent.address())) {
            server.start();
            agent.start();
            startWithTwo(agent, source);

            agent.kill();
            agent.loseData();
            // Before that, Consul keeps the name for the node that had it.
            server.awaitDead("client-1");
            agent.start();
            watch.awaitReason(SourceWatch.LIMIT, "was set up anew, so its agent has lost its data");
            watch.assertKept(WEB, API);

            agent.register(SERVICE.formatted("web", WEB));
            agent.register(SERVICE.formatted("api", API));
            agent.register(SERVICE.formatted("late", LATE));
            watch.awaitFresh(WEB, API, LATE);
            watch.assertKept(WEB, API);
        }
    }

    @Test
    void aLimitOfConnectionsThatIsHeldAgain() throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, false);
                ConsulExportSource source = source(agent.address())) {
            agent.configure("limits { http_max_conns_per_client = 8 }");
            agent.start();
            startWithTwo(agent, source);
            for (int i = 1; i <= 9; i++) {
                register(agent, "more-" + i, "10.20.1." + i);
            }
            watch.awaitReason(SourceWatch.LIMIT, "limits.http_max_conns_per_client");

            for (int i = 1; i <= 9; i++) {
                deregister(agent, "more-" + i);
            }
            register(agent, "late", LATE);
            // Connections of services that are gone are given back when the catalog is read again.
            watch.awaitFresh(Duration.ofSeconds(90), WEB, API, LATE);
            watch.assertKept(WEB, API);
        }
    }

    /** The test's own connections are among those that the agent counts and cuts off. */
    private static void register(ConsulAgent agent, String id, String address) {
        eventually(id + " is registered", Eventually.LIMIT, () -> agent.register(SERVICE.formatted(id, address)));
    }

    private static void deregister(ConsulAgent agent, String id) {
        eventually(id + " is gone", Eventually.LIMIT, () -> {
            if (agent.read("/v1/agent/services").contains('"' + id + '"')) {
                agent.deregister(id);
            }
        });
    }

    private void startWithTwo(ConsulAgent agent, ConsulExportSource source) throws Exception {
        agent.register(SERVICE.formatted("web", WEB));
        agent.register(SERVICE.formatted("api", API));
        source.start(watch);
        watch.awaitFresh(WEB, API);
        assertThat(watch.reasons()).isEmpty();
    }

    private ConsulExportSource source(URI agent) {
        return source(vertx, agent, Optional.empty());
    }

    static ConsulExportSource source(Vertx vertx, URI agent, Optional<Path> token) {
        return new ConsulExportSource(
                vertx,
                new ConsulConfig(agent, token, Optional.empty()),
                FirstSeen.inMemory(InstantSource.system()),
                new Random());
    }
}
