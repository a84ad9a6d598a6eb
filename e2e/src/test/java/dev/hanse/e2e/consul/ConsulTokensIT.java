// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static dev.hanse.e2e.consul.ConsulOutagesIT.API;
import static dev.hanse.e2e.consul.ConsulOutagesIT.LATE;
import static dev.hanse.e2e.consul.ConsulOutagesIT.SERVICE;
import static dev.hanse.e2e.consul.ConsulOutagesIT.WEB;

import dev.hanse.discovery.consul.ConsulExportSource;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Protects exports while their source's token loses rights, and that they come back with the rights by themselves. Most of it waits for Consul, so that tests run beside each other. */
@Execution(ExecutionMode.CONCURRENT)
class ConsulTokensIT {

    private static final String ALL =
            "service_prefix \"\" { policy = \"read\" } node_prefix \"\" { policy = \"read\" }";
    private static final String NO_WEB = ALL + " service \"web\" { policy = \"deny\" }";
    private static final String NO_NODES = "service_prefix \"\" { policy = \"read\" }";

    /** A query is held back for half a minute where nothing changes but rights. */
    private static final Duration HELD = Duration.ofSeconds(60).plus(Eventually.LIMIT);

    /** Consul takes no shorter life than a minute. */
    private static final Duration EXPIRY = Duration.ofSeconds(60).plus(Eventually.LIMIT);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final SourceWatch watch = new SourceWatch();
    private ConsulAgent agent;
    private Path token;

    @BeforeEach
    void start() throws Exception {
        token = folder.resolve("token");
        agent = new ConsulAgent(folder.resolve("agent"), true);
        agent.start();
        agent.register(SERVICE.formatted("web", WEB));
        agent.register(SERVICE.formatted("api", API));
    }

    @AfterEach
    void stop() {
        agent.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aTokenThatIsNarrowedAndWidenedAgain() throws Exception {
        Files.writeString(token, agent.token("narrowed", ALL));
        try (ConsulExportSource _ = started()) {
            agent.token("narrowed", NO_WEB);
            watch.awaitReason(HELD, "nothing has changed in Consul");
            agent.token("narrowed", NO_NODES);
            agent.register(SERVICE.formatted("late", LATE));
            watch.awaitReason(HELD, "its health list is empty");

            agent.token("narrowed", ALL);
            watch.awaitFresh(WEB, API, LATE);
            watch.assertKept(WEB, API);
        }
    }

    @Test
    void aTokenThatIsRevokedAndReplaced() throws Exception {
        Files.writeString(token, agent.token("revoked", ALL));
        try (ConsulExportSource _ = started()) {
            agent.deleteToken("revoked");
            agent.register(SERVICE.formatted("late", LATE));
            watch.awaitReason(HELD, "HTTP 403");

            Files.writeString(token, agent.token("fresh", ALL));
            watch.awaitFresh(WEB, API, LATE);
            watch.assertKept(WEB, API);
        }
    }

    @Test
    void aTokenThatExpiresAndIsReplaced() throws Exception {
        Files.writeString(token, agent.token("expiring", ALL, ", \"ExpirationTTL\": \"60s\""));
        try (ConsulExportSource _ = started()) {
            watch.awaitReason(EXPIRY, "has expired");
            agent.register(SERVICE.formatted("late", LATE));

            Files.writeString(token, agent.token("renewed", ALL));
            watch.awaitFresh(WEB, API, LATE);
            watch.assertKept(WEB, API);
        }
    }

    private ConsulExportSource started() {
        ConsulExportSource source = ConsulOutagesIT.source(vertx, agent.address(), Optional.of(token));
        source.start(watch);
        watch.awaitFresh(WEB, API);
        return source;
    }
}
