// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects a gateway from its own disk: full or read-only, it serves, says so once, and keeps what it can. */
final class FullDiskIT {

    private static final Duration LIMIT = Eventually.LIMIT;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static Federation federation;

    @BeforeAll
    static void start() {
        federation = Federation.start(LAB);
    }

    @Test
    void whatCameOnAFullDiskIsKeptOnceThereIsRoom() throws IOException {
        Path exports = exports("full");
        try (SmallDisk disk = SmallDisk.mount(LAB.folder("full"))) {
            GatewayFolder gateway = joined("full", "red", 1, exports);
            export(exports, "one", "10.1.0.1");
            TestProcess process = gateway.startReady();
            awaitService("shop/one");

            disk.fill();
            export(exports, "two", "10.1.0.1");
            awaitService("shop/two");
            process.awaitLog("exports-file.state cannot be written", LIMIT);
            export(exports, "three", "10.1.0.1");
            awaitService("shop/three");
            assertThat(process.logText().lines().filter(line -> line.contains("exports-file.state cannot be written")))
                    .as("it is told once")
                    .hasSize(1);

            disk.free();
            process.awaitLog("exports-file.state is written again", LIMIT);
            process.kill();
            Files.writeString(exports, "services: [\n");
            TestProcess again = gateway.startReady().awaitLog("source file: cannot be read", LIMIT);
            awaitService("shop/three");
            again.stop(LIMIT);
        }
    }

    @Test
    void aGatewayStartsFromAReadOnlyDisk() throws IOException {
        Path exports = exports("read-only");
        try (SmallDisk disk = SmallDisk.mount(LAB.folder("read-only"))) {
            GatewayFolder gateway = joined("read-only", "orange", 2, exports);
            export(exports, "kept", "10.2.0.1");
            TestProcess first = gateway.startReady();
            awaitService("shop/kept");
            Eventually.eventually(
                    "the view is saved",
                    LIMIT,
                    () -> assertThat(gateway.file("data/view.state")).exists());
            first.stop(LIMIT);

            disk.readOnly();
            TestProcess second = gateway.startReady().awaitLog("is read-only; serving what it holds", LIMIT);
            export(exports, "later", "10.2.0.1");
            awaitService("shop/later");
            second.stop(LIMIT);
        }
    }

    /** Not on the disk, so that it can be changed. */
    private static Path exports(String label) {
        return LAB.folder(label + "-exports").resolve("exports.yaml");
    }

    private static GatewayFolder joined(String label, String cluster, int net, Path exports) throws IOException {
        return GatewayFolder.write(
                        LAB,
                        federation.gatewayHost(),
                        label,
                        cluster,
                        "10." + net + ".0.0/16",
                        "sources: {file: {path: " + exports + "}}\n")
                .withToken(federation.token(cluster));
    }

    private static void export(Path file, String name, String address) throws IOException {
        Files.writeString(file, """
                services:
                  - name: shop/%s
                    ports: [{port: 80}]
                    endpoints: [{address: %s}]
                """.formatted(name, address));
    }

    private static void awaitService(String service) {
        Eventually.eventually(
                service + " is exported",
                LIMIT,
                () -> assertThat(federation.operator("service", "list").output())
                        .containsPattern(service + " .* 1/1"));
    }
}
