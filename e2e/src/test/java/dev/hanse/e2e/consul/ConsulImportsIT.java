// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects what clients of a Consul see of other clusters: two gateways write into it, Consul's own DNS answers, nothing comes back as an export. */
final class ConsulImportsIT {

    /** A session of ten seconds may live for twenty. */
    private static final Duration TAKEOVER = Duration.ofSeconds(20).plus(Eventually.LIMIT);

    private static final Duration STOP = Duration.ofSeconds(10);

    @RegisterExtension
    final TestLab lab = new TestLab();

    private Federation federation;
    private TestHost host;
    private Path exports;

    @BeforeEach
    void start() throws IOException {
        federation = Federation.start(lab);
        host = federation.gatewayHost();
        host.start(
                "consul",
                "consul",
                "agent",
                "-server",
                "-bootstrap-expect=1",
                "-node=node-1",
                "-bind=127.0.0.1",
                "-client=127.0.0.1",
                "-data-dir=" + lab.folder("consul"));
        GatewayFolder east = federation.fileGateway("east", "10.1.0.0/16");
        exports = east.file("exports.yaml");
        export("10.1.0.10");
        east.startReady();
    }

    private void export(String address) throws IOException {
        Path next = exports.resolveSibling("next");
        Files.writeString(next, """
                services:
                  - name: shop/web
                    ports: [{name: http, port: 80}]
                    endpoints: [{address: %s}]
                """.formatted(address));
        Files.move(next, exports, StandardCopyOption.ATOMIC_MOVE);
    }

    private GatewayFolder west(int number) throws IOException {
        GatewayFolder folder = GatewayFolder.write(
                        lab,
                        host,
                        "gateway-west-" + number,
                        "west",
                        "10.2.0.0/16",
                        "127.0.0.1:0",
                        "127.0.0.1:" + (9490 + number),
                        "sources: {consul: {address: \"http://127.0.0.1:8500\", write-imports: true}}\n")
                .withToken(number == 1 ? federation.token("west") : federation.token("west", "--additional-gateway"));
        Path config = folder.file("gateway.yaml");
        Files.writeString(config, Files.readString(config).replace("name: gw-1", "name: gw-" + number));
        return folder;
    }

    @Test
    void twoGatewaysWriteWhatConsulThenAnswers() throws IOException {
        register("api", "10.2.0.10");
        GatewayFolder first = west(1);
        TestProcess running = first.startReady();
        awaitAnswer("web--shop", "10.1.0.10", Eventually.LIMIT);
        awaitAnswer("api--shop", "10.2.0.10", Eventually.LIMIT);
        GatewayFolder second = west(2);
        TestProcess standby = second.startReady();
        eventually("one writes", Eventually.LIMIT, () -> {
            assertThat(metrics(1)).contains("hanse_consul_writes_imports 1.0");
            assertThat(metrics(2)).contains("hanse_consul_writes_imports 0.0");
            assertThat(status(2)).contains("\"holder\" : \"gw-1\"");
        });
        assertNothingComesBack();

        running.kill();
        export("10.1.0.11");
        awaitAnswer("web--shop", "10.1.0.11", TAKEOVER);
        assertThat(metrics(2)).contains("hanse_consul_writes_imports 1.0");

        running = first.startReady();
        standby.stop(STOP);
        export("10.1.0.12");
        awaitAnswer("web--shop", "10.1.0.12", Eventually.LIMIT);

        running.stop(STOP);
        export("10.1.0.13");
        first.startReady();
        awaitAnswer("web--shop", "10.1.0.13", Eventually.LIMIT);
        awaitAnswer("api--shop", "10.2.0.10", Eventually.LIMIT);
        assertNothingComesBack();
    }

    /** Neither by the writer nor by a gateway that reads the same Consul, and even where somebody asks for it. */
    private void assertNothingComesBack() {
        register("web--shop-copy", "10.2.0.99");
        eventually(
                "what was registered later is exported",
                Eventually.LIMIT,
                () -> assertThat(services()).anyMatch(line -> line.contains("shop/web--shop-copy")));
        assertThat(services())
                .filteredOn(line -> line.contains("shop/"))
                .hasSize(3)
                .filteredOn(line -> line.startsWith("shop/web "))
                .singleElement()
                .asString()
                .contains("east")
                .doesNotContain("west");
        host.run("consul", "services", "deregister", "-id=web--shop-copy").orFail();
        eventually(
                "it is withdrawn",
                Eventually.LIMIT,
                () -> assertThat(services()).noneMatch(line -> line.contains("copy")));
    }

    private List<String> services() {
        return federation.operator("service", "list").output().lines().toList();
    }

    private void awaitAnswer(String service, String address, Duration limit) {
        eventually(
                "Consul answers " + address + " for " + service,
                limit,
                () -> assertThat(host.run(
                                        "dig",
                                        "+short",
                                        "+tries=1",
                                        "-p",
                                        "8600",
                                        "@127.0.0.1",
                                        service + ".service.consul",
                                        "A")
                                .output()
                                .strip())
                        .isEqualTo(address));
    }

    private String metrics(int number) {
        return page(number, "metrics");
    }

    private String status(int number) {
        return page(number, "status");
    }

    private String page(int number, String path) {
        return host.run("curl", "-sS", "--max-time", "20", "http://127.0.0.1:" + (9490 + number) + "/" + path)
                .output();
    }

    private void register(String name, String address) {
        String[] command = {
            "consul",
            "services",
            "register",
            "-name=" + name,
            "-port=80",
            "-address=" + address,
            "-meta=clusterset-export=true",
            "-meta=clusterset-namespace=shop"
        };
        eventually("register " + name, Eventually.LIMIT, () -> host.run(command).orFail());
    }
}
