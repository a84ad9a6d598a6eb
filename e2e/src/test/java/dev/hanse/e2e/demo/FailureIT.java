// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects what the clusters promise when a part dies: each test fails one part of a kept demo, and makes it whole again. */
final class FailureIT {

    private static final Duration START_LIMIT = Eventually.LIMIT;
    /** The demo's checks run each second and may take one. */
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(20);

    /** Gateways report their paths every ten seconds. */
    private static final Duration REPORT_LIMIT = Duration.ofSeconds(25);

    private static final Pattern SENT_OCTETS = Pattern.compile("sent:\\s+packets: \\d+\\s+octets: (\\d+)");

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

    @Test
    void metricsAndConnectionsFollowTheTraffic() {
        long packets = demo.metric("west-gateway", "hanse_tunnel_packets_total", "peer_cluster=\"east\"", "\"out\"");
        long byWorker = demo.metric("west-gateway", "hanse_tunnel_worker_octets_total", "worker=\"0\"", "\"out\"");
        long calls = demo.metric("west-gateway", "hanse_tunnel_burst_datagrams_count", "worker=\"0\"", "\"out\"");
        long sent = sentOctets();
        for (int i = 0; i < 20; i++) {
            demo.page();
        }
        assertThat(demo.metric("west-gateway", "hanse_tunnel_packets_total", "peer_cluster=\"east\"", "\"out\""))
                .isGreaterThan(packets + 20);
        assertThat(demo.metric("west-gateway", "hanse_tunnel_worker_octets_total", "worker=\"0\"", "\"out\""))
                .isGreaterThan(byWorker + 1000);
        assertThat(demo.metric("west-gateway", "hanse_tunnel_burst_datagrams_count", "worker=\"0\"", "\"out\""))
                .isGreaterThan(calls + 20);
        assertThat(demo.metric("west-gateway", "hanse_tunnel_socket_buffer_octets", "worker=\"0\"", "\"in\""))
                .isPositive();
        Eventually.eventually(
                "the control plane has heard of it",
                REPORT_LIMIT,
                () -> assertThat(sentOctets()).isGreaterThan(sent + 1000));
        assertThat(demo.operator("connections", "--traffic"))
                .containsPattern("west/\\S+ +east/\\S+ +\\d+ +\\d+ +\\d+\\.\\d");
    }

    /** After a second others rightly say that its paths are down, once; what it says itself would be of its own making. */
    @ParameterizedTest
    @ValueSource(longs = {1250, 3000, 30_000})
    void aGatewayThatStoodStillSaysNothingOfPathsThatAreAsBefore(long millis) throws IOException {
        Path west = demo.file("log/west-gateway.log");
        Path east = demo.file("log/east-gateway.log");
        int inWest = Files.readString(west).length();
        int inEast = Files.readString(east).length();
        demo.stall("west-gateway", "gateway --config", Duration.ofMillis(millis));
        demo.awaitHealthy();
        Eventually.eventually(
                "east has it back",
                START_LIMIT,
                () -> assertThat(demo.metric("east-gateway", "hanse_path_up", "peer_cluster=\"west\""))
                        .isOne());
        for (int i = 0; i < 30; i++) {
            demo.page();
        }
        assertThat(Files.readString(west).substring(inWest)).doesNotContain(" is down", "reached again");
        String others = Files.readString(east).substring(inEast);
        assertThat(lines(others, "every path is down"))
                .isEqualTo(lines(others, "reached again"))
                .isLessThanOrEqualTo(1);
        assertThat(millis < 3000 || lines(others, "every path is down") == 1)
                .as(others)
                .isTrue();
    }

    private static long lines(String log, String part) {
        return log.lines().filter(line -> line.contains(part)).count();
    }

    /** Octets from west to east as the control plane tells. */
    private static long sentOctets() {
        String printed = demo.operator("connections", "--cluster", "west", "--output", "yaml");
        Matcher octets = SENT_OCTETS.matcher(printed);
        assertThat(octets.find()).as(printed).isTrue();
        return Long.parseLong(octets.group(1));
    }

    @Test
    void gatewaysWithDifferentNumbersOfWorkersSayWhyTheirPathIsDown() throws IOException {
        Path file = demo.file("west/gateway.yaml");
        String whole = Files.readString(file);
        Files.writeString(file, whole.replace("tunnel: {", "tunnel: {workers: 2, "));
        demo.kill("west-gateway", "gateway --config");
        startGateway("west");
        Eventually.eventually(
                "operators see that the numbers differ",
                START_LIMIT,
                () -> assertThat(demo.operator("connections"))
                        .containsPattern("west/\\S+ +east/\\S+ +down: workers differ .* 2 here, 1 there")
                        .containsPattern("east/\\S+ +west/\\S+ +down: workers differ .* 1 here, 2 there"));
        assertThat(Files.readString(demo.file("log/west-gateway.log")))
                .containsPattern("path to east/\\S+ cannot come up: 1 data worker\\(s\\) there, 2 here");
        assertThat(demo.metric("east-gateway", "hanse_tunnel_peers_unlike_workers"))
                .isOne();

        Files.writeString(file, whole);
        demo.kill("west-gateway", "gateway --config");
        startGateway("west");
        demo.awaitHealthy();
        Eventually.eventually(
                "both directions are up again",
                START_LIMIT,
                () -> assertThat(demo.operator("connections")).doesNotContain("down"));
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
