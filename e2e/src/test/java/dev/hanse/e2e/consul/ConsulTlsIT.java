// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static dev.hanse.e2e.consul.ConsulOutagesIT.SERVICE;
import static dev.hanse.e2e.consul.ConsulOutagesIT.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.consul.ConsulExportSource;
import dev.hanse.net.testing.FreePorts;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what a source is told from others than the agent that its address names: the certificate is that of the name, wherever it leads. */
class ConsulTlsIT {

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final SourceWatch watch = new SourceWatch();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theCertificateMustBeThatOfTheName() throws Exception {
        consul("tls", "ca", "create");
        consul("tls", "cert", "create", "-server");
        int port = FreePorts.one();
        try (ConsulAgent agent = new ConsulAgent(folder.resolve("agent"), false);
                ConsulExportSource named = source("localhost", port);
                ConsulExportSource other = source("127.0.0.2", port)) {
            agent.configure("""
                    addresses { https = "127.0.0.1 127.0.0.2" }
                    ports { https = %1$d }
                    cert_file = "%2$s/dc1-server-consul-0.pem"
                    key_file = "%2$s/dc1-server-consul-0-key.pem"
                    """.formatted(port, folder));
            agent.start();
            agent.register(SERVICE.formatted("web", WEB));
            SourceWatch refused = new SourceWatch();
            other.start(refused);
            named.start(watch);

            watch.awaitFresh(WEB);
            refused.awaitReason(SourceWatch.LIMIT, "127.0.0.2");
            assertThat(watch.reasons()).isEmpty();
            assertThat(refused.reasons()).allSatisfy(each -> assertThat(each).contains("cannot be read"));
        }
    }

    private void consul(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("consul"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
    }

    private ConsulExportSource source(String host, int port) {
        return new ConsulExportSource(
                vertx,
                new ConsulConfig(
                        URI.create("https://" + host + ":" + port),
                        Optional.empty(),
                        Optional.of(folder.resolve("consul-agent-ca.pem"))),
                FirstSeen.inMemory(InstantSource.system()),
                new Random());
    }
}
