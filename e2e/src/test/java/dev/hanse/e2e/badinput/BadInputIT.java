// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.Federation;
import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects the roles against a wrong configuration, a missing right, a damaged file: one clear line, and nothing lost. */
final class BadInputIT {

    private static final Duration LIMIT = Eventually.LIMIT;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static Federation federation;

    @BeforeAll
    static void start() {
        federation = Federation.start(LAB);
    }

    @Test
    void anUnknownKeyStopsTheStart() throws IOException {
        assertThat(gateway("unknown-key", "red", 1, "tunel: {advertise: [\"192.0.2.2:51820\"]}\n")
                        .refusal())
                .contains("unknown key \"tunel\"", "did you mean \"tunnel\"?", "line 8");
    }

    @Test
    void anUnreadableFileKeepsTheLastGoodExports() throws IOException {
        GatewayFolder gateway = joining("file", "orange", 2, "sources: {file: {path: exports.yaml}}\n");
        Files.writeString(gateway.file("exports.yaml"), exports("one", "10.2.0.1"));
        TestProcess process = gateway.startReady();
        awaitService("shop/one", "1/1");

        Files.writeString(gateway.file("exports.yaml"), "services: [\n");
        process.awaitLog("source file: cannot be read, its last exports stay valid", LIMIT);
        awaitService("shop/one", "1/1");

        Files.writeString(gateway.file("exports.yaml"), exports("two", "10.2.0.1"));
        awaitService("shop/two", "1/1");
        process.stop(LIMIT);
    }

    @Test
    void anEndpointOutsideThePrefixesIsRefusedAndTheRestIsTaken() throws IOException {
        GatewayFolder gateway = joining("outside", "yellow", 3, "sources: {file: {path: exports.yaml}}\n");
        Files.writeString(
                gateway.file("exports.yaml"),
                exports("stolen", "10.99.0.1") + exports("own", "10.3.0.1").substring("services:\n".length()));
        TestProcess process = gateway.startReady();
        process.awaitLog("FOREIGN_PREFIX", LIMIT);
        awaitService("shop/own", "1/1");
        assertThat(federation
                        .operator("resolve", "stolen.shop.svc.clusterset.local")
                        .output())
                .doesNotContain("10.99.0.1");
        process.stop(LIMIT);
    }

    @Test
    void aGatewayStartsWithoutItsConsul() throws IOException {
        TestProcess process = joining(
                        "no-consul", "green", 4, "sources: {consul: {address: \"http://127.0.0.1:8500\"}}\n")
                .startReady()
                .awaitLog("source consul: cannot be read", LIMIT);
        Eventually.eventually(
                "it is connected",
                LIMIT,
                () -> assertThat(federation.operator("cluster", "show", "green").output())
                        .containsPattern("gw-1 +yes"));
        process.stop(LIMIT);
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        Path config = LAB.folder("second-control-plane").resolve("control-plane.yaml");
        Files.writeString(config, """
                cluster-set: e2e
                name: cp-2
                data-dir: data
                listen: 192.0.2.1:9443
                status-listen: 127.0.0.1:0
                """);
        assertThat(GatewayFolder.refusalOf(federation
                        .controlPlaneHost()
                        .startHanse("second-control-plane", "control-plane", "--config", config.toString())))
                .contains("192.0.2.1:9443", "in use");
    }

    @Test
    void aMissingRightIsNamed() throws IOException {
        assertThat(joining("no-right", "blue", 5, "tunnel: {advertise: [\"192.0.2.2:51820\"]}\n")
                        .refusal("setpriv", "--bounding-set=-net_admin"))
                .contains("CAP_NET_ADMIN");
    }

    @Test
    void aTunnelAddressIsTakenByWhoConnectsFromItAndThatIsWrittenDown() throws IOException {
        TestHost owner = LAB.host("owner");
        owner.attach(federation.network(), "192.0.2.77/24");
        String tunnel = "tunnel: {advertise: [\"192.0.2.77:51820\"]}\n";
        TestProcess claims = joining("claims-anothers", "violet", 88, tunnel).startReady();
        awaitTunnelOf("violet");

        TestProcess owns = GatewayFolder.write(LAB, owner, "owner", "purple", "10.89.0.0/16", tunnel)
                .withToken(federation.token("purple"))
                .startReady();
        awaitTunnelOf("purple");
        assertThat(federation
                        .operator("audit", "--action", "gateway.take-address", "--output", "json")
                        .orFail()
                        .output())
                .containsOnlyOnce("\"action\" : \"gateway.take-address\"")
                .contains("purple/gw-1", "violet/gw-1 named and does not connect from");
        claims.stop(LIMIT);
        owns.stop(LIMIT);
    }

    private static void awaitTunnelOf(String cluster) {
        Eventually.eventually(
                "the tunnel endpoint of " + cluster + " is known",
                LIMIT,
                () -> assertThat(federation
                                .operator("cluster", "show", cluster, "--output", "json")
                                .output())
                        .contains("192.0.2.77:51820"));
    }

    @Test
    void aDamagedStateFileIsSetAsideAndRebuilt() throws IOException {
        GatewayFolder gateway = joining("damaged", "indigo", 6, "sources: {file: {path: exports.yaml}}\n");
        Files.writeString(gateway.file("exports.yaml"), exports("kept", "10.6.0.1"));
        TestProcess first = gateway.startReady();
        Path state = gateway.file("data/view.state");
        Eventually.eventually(
                "the view is saved", LIMIT, () -> assertThat(state).exists());
        awaitService("shop/kept", "1/1");
        first.stop(LIMIT);
        Files.write(state, new byte[] {1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);

        TestProcess second = gateway.startReady().awaitLog("rebuilding from the control plane", LIMIT);
        assertThat(second.logText()).contains("view.state");
        try (Stream<Path> files = Files.list(gateway.file("data"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("view.state.") && !name.endsWith(".tmp"));
        }
        awaitService("shop/kept", "1/1");
        second.stop(LIMIT);
    }

    @Test
    void aFullDiskRefusesWritesAndLosesNothing() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(LAB.folder("small"))) {
            Path config = Files.writeString(disk.folder().resolve("control-plane.yaml"), """
                    cluster-set: small
                    name: cp-1
                    data-dir: data
                    listen: 127.0.0.1:9444
                    status-listen: 127.0.0.1:0
                    """);
            TestProcess process = federation
                    .controlPlaneHost()
                    .startHanse("small-control-plane", "control-plane", "--config", config.toString())
                    .awaitLog("is ready after", LIMIT);
            small(disk, "token", "create", "early").orFail();

            disk.fill();
            CommandResult refused = small(disk, "token", "create", "late");
            assertThat(refused.exitCode()).as(refused.output()).isOne();
            assertThat(GatewayFolder.oneLine(refused.output())).contains("STORE_UNAVAILABLE");
            small(disk, "cluster", "list").orFail();
            small(disk, "token", "create", "later");
            assertThat(process.logText().lines().filter(line -> line.contains("the store cannot be written")))
                    .as("it is told once")
                    .hasSize(1);

            disk.free();
            Eventually.eventually(
                    "writes are taken again",
                    LIMIT,
                    () -> small(disk, "token", "create", "late").orFail());
            process.stop(LIMIT);
        }
    }

    private static CommandResult small(SmallDisk disk, String... verb) {
        String[] words = java.util.Arrays.copyOf(verb, verb.length + 4);
        words[verb.length] = "--server";
        words[verb.length + 1] = "127.0.0.1:9444";
        words[verb.length + 2] = "--credentials";
        words[verb.length + 3] = disk.folder().resolve("data/operator").toString();
        return federation.controlPlaneHost().hanse(words);
    }

    private static void awaitService(String service, String ready) {
        Eventually.eventually(
                service + " is exported",
                LIMIT,
                () -> assertThat(federation.operator("service", "list").output())
                        .containsPattern(service + " .* " + ready));
    }

    private static GatewayFolder joining(String label, String cluster, int net, String more) throws IOException {
        return gateway(label, cluster, net, more).withToken(federation.token(cluster));
    }

    private static GatewayFolder gateway(String label, String cluster, int net, String more) throws IOException {
        return GatewayFolder.write(LAB, federation.gatewayHost(), label, cluster, "10." + net + ".0.0/16", more);
    }

    private static String exports(String name, String address) {
        return """
                services:
                  - name: shop/%s
                    ports: [{port: 80}]
                    endpoints: [{address: %s}]
                """.formatted(name, address);
    }
}
