// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.ConsulExportSource;
import dev.hanse.discovery.testing.RecordingListener;
import dev.hanse.net.testing.FreePorts;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what a real Consul decides: health by its checks, meta that changes, and ACLs. */
class ConsulHealthIT {

    private static final String SERVICE = """
            {"ID": "web-1", "Name": "web", "Address": "10.20.0.10", "Port": 80, "Meta": {"clusterset-export": "%b",
             "clusterset-namespace": "shop"}, "Check": {"TCP": "127.0.0.1:%d", "Interval": "1s", "Timeout": "1s"}}
            """;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final RecordingListener listener = new RecordingListener();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void failingCheckMakesTheEndpointNotReadyAndMetaOptsOut() throws Exception {
        try (ConsulAgent agent = new ConsulAgent(folder, false);
                ConsulExportSource source = source(agent, Optional.empty())) {
            agent.start();
            int port = FreePorts.one();
            ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            agent.register(SERVICE.formatted(true, port));
            source.start(listener);
            listener.awaitExports(set -> isReady(set, true));

            server.close();
            listener.awaitExports(set -> isReady(set, false));

            agent.register(SERVICE.formatted(false, port));
            listener.awaitExports(ExportSet.EMPTY::equals);
        }
        assertThat(listener.failures()).isEmpty();
    }

    @Test
    void refusedTokenIsStaleUntilAGoodOneStandsInTheFile() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "00000000-0000-4000-8000-000000000000\n");
        try (ConsulAgent agent = new ConsulAgent(folder, true);
                ConsulExportSource source = source(agent, Optional.of(token))) {
            agent.start();
            agent.register(SERVICE.formatted(true, 1));
            source.start(listener);
            assertThat(listener.awaitFailure(1)).contains("service:read").doesNotContain("8000-000000000000");

            Files.writeString(token, ConsulAgent.ROOT_TOKEN + "\n");
            listener.awaitExports(set -> isReady(set, false));
        }
        assertThat(listener.failures()).hasSize(1);
    }

    private ConsulExportSource source(ConsulAgent agent, Optional<Path> token) {
        return new ConsulExportSource(
                vertx,
                new ConsulConfig(agent.address(), token, Optional.empty()),
                FirstSeen.inMemory(InstantSource.system()),
                new Random());
    }

    private static boolean isReady(ExportSet set, boolean ready) {
        return set.slices().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(endpoint -> endpoint.ready())
                .toList()
                .equals(List.of(ready));
    }
}
