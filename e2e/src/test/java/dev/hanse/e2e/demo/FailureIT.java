// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what the clusters promise when a part dies: each test fails one part of a kept demo, and makes it whole again. */
final class FailureIT {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    /** The demo's checks run each second and may take one. */
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(4);

    @TempDir
    private static Path parent;

    private static KeptDemo demo;

    @BeforeAll
    static void start() throws IOException {
        demo = KeptDemo.start(parent.resolve("demo"));
    }

    @AfterAll
    static void remove() throws IOException {
        demo.close();
    }

    @BeforeEach
    void beginWhole() {
        demo.awaitHealthy();
    }

    @Test
    void aDeadControlPlaneChangesNothingAndAGatewayRestartsWithoutIt() {
        demo.kill("control-plane", "control-plane --config");
        assertThat(demo.addresses(KeptDemo.WEB)).containsExactly("10.10.0.11", "10.10.0.12");
        assertThat(demo.page()).contains("I see 10.20.0.11");

        demo.kill("west-gateway", "gateway --config");
        startGateway("west");
        demo.awaitHealthy();

        demo.startHanse(
                "control-plane",
                "control-plane",
                "control-plane",
                "--config",
                demo.file("control-plane/control-plane.yaml").toString());
        Eventually.eventually(
                "both gateways are connected again",
                START_LIMIT,
                () -> assertThat(demo.operator("cluster", "list"))
                        .containsPattern("east +1/1")
                        .containsPattern("west +1/1"));
        demo.awaitHealthy();
    }

    @Test
    void aDeadServerLeavesTheAnswersWithinTheHealthInterval() {
        demo.kill("east-pod-1", "--name web-1");
        Eventually.eventually(
                "web-1 is gone",
                HEALTH_LIMIT,
                () -> assertThat(demo.addresses(KeptDemo.WEB)).containsExactly("10.10.0.12"));
        assertThat(demo.page()).contains("I am web-2");
        demo.startHanse("east-pod-1", "web-1", "demo-web", "--listen", "10.10.0.11:80", "--name", "web-1");
        demo.awaitHealthy();
    }

    @Test
    void deregisteringInConsulWithdrawsTheName() {
        consul("deregister", "-id=web-1");
        consul("deregister", "-id=web-2");
        Eventually.eventually(
                "the name is withdrawn",
                HEALTH_LIMIT,
                () -> assertThat(demo.rcode(KeptDemo.WEB)).isEqualTo("NXDOMAIN"));
        consul("register", demo.file("east/web-1.json").toString());
        consul("register", demo.file("east/web-2.json").toString());
        demo.awaitHealthy();
    }

    @Test
    void aDeadClusterLeavesTheAnswersWithinTwoSeconds() throws IOException {
        String both = "both.shop.svc.clusterset.local";
        exportFromBoth();
        Eventually.eventually(
                "both clusters answer",
                START_LIMIT,
                () -> assertThat(demo.addresses(both)).containsExactly("10.10.0.11", "10.20.0.12"));

        demo.kill("east-gateway", "gateway --config");
        Eventually.eventually(
                "east's endpoint is gone",
                Duration.ofSeconds(2),
                () -> assertThat(demo.addresses(both)).containsExactly("10.20.0.12"));

        startGateway("east");
        Eventually.eventually(
                "east is back",
                START_LIMIT,
                () -> assertThat(demo.addresses(both)).containsExactly("10.10.0.11", "10.20.0.12"));
    }

    /** A headless service of both clusters: where one cluster alone exports, its last known endpoints stay when it dies (panic mode). */
    private static void exportFromBoth() throws IOException {
        Path exports = demo.file("west/exports.yaml");
        Files.writeString(exports, Files.readString(exports) + """
                  - name: shop/both
                    type: headless
                    ports: [{name: http, protocol: tcp, port: 80}]
                    endpoints: [{address: 10.20.0.12, hostname: west-0}]
                """);
        Path definition = Files.writeString(demo.file("east/both.json"), """
                {"service": {"id": "both-1", "name": "both", "address": "10.10.0.11", "port": 80,
                  "meta": {"clusterset-export": "true", "clusterset-namespace": "shop", "clusterset-type": "headless",
                           "clusterset-port-name": "http"}}}
                """);
        consul("register", definition.toString());
    }

    private static void startGateway(String cluster) {
        demo.startHanse(
                cluster + "-gateway",
                cluster + "-gateway",
                "gateway",
                "--config",
                demo.file(cluster + "/gateway.yaml").toString());
    }

    private static void consul(String verb, String argument) {
        demo.run("east-gateway", "consul", "services", verb, argument);
    }
}
