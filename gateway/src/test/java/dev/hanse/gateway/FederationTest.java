// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.discovery.dns.dnssec.ZoneKeyFile;
import dev.hanse.gateway.link.LinkState;
import dev.hanse.gateway.testing.TestTokens;
import dev.hanse.net.testing.Eventually;
import dev.hanse.tunnel.peer.PeerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Protects the walk of an export from one cluster's source to another cluster's DNS, over a real control plane and real
 * TLS.
 */
class FederationTest {

    private static final String WEB = "web.shop.svc.clusterset.local";

    @TempDir
    Path directory;

    private TestControlPlane controlPlane;
    private LabGateway east;
    private LabGateway west;

    @BeforeEach
    void joinTwoClusters() throws IOException {
        controlPlane = TestControlPlane.start(directory.resolve("control-plane"));
        east = new LabGateway(directory.resolve("east"), "east", "10.10.0.0/16").token(controlPlane.token("east"));
        west = new LabGateway(directory.resolve("west"), "west", "10.20.0.0/16").token(controlPlane.token("west"));
        east.start();
        west.start();
    }

    @AfterEach
    void close() {
        east.close();
        west.close();
        controlPlane.close();
    }

    private void shareWeb() {
        east.exportService("shop/web", "10.10.0.7");
        Eventually.await("web resolves in west", () -> west.resolve(WEB).equals("10.10.0.7"));
    }

    @Test
    void exportOfOneClusterResolvesInTheOther() {
        shareWeb();
        Eventually.await("and in east itself", () -> east.resolve(WEB).equals("10.10.0.7"));
        assertThat(west.resolve("none.shop.svc.clusterset.local")).isEqualTo("NXDOMAIN");
        assertThat(west.get("/metrics").body())
                .contains("hanse_dns_service_answers_total{cluster=\"east\",namespace=\"shop\",service=\"web\"} ")
                .contains("hanse_dns_limited_total 0.0")
                .contains("hanse_dns_connections 0.0");

        east.exports("services: []\n");
        Eventually.await("web is gone in west", () -> west.resolve(WEB).equals("NXDOMAIN"));
    }

    @Test
    void zoneIsSignedWhereAKeyIsConfigured() throws Exception {
        shareWeb();
        assertThat(west.signedTypes(WEB)).containsExactly("A");
        west.close();
        Path key = directory.resolve("zone.key");
        new ZoneKeyFile(key).create("clusterset.local");
        west.signedBy(key).start();
        Eventually.await("web resolves again", () -> west.resolve(WEB).equals("10.10.0.7"));
        assertThat(west.signedTypes(WEB)).containsExactlyInAnyOrder("A", "RRSIG");
    }

    @Test
    void peersReachTheTunnelWithPrefixesAndAPairKey() {
        Eventually.await(
                "both tunnels have a peer",
                () -> !east.tunnel().peers().isEmpty() && !west.tunnel().peers().isEmpty());
        var peer = east.tunnel().peers().getFirst();

        assertThat(peer.id()).isEqualTo(new PeerId("west", "gw-1"));
        assertThat(peer.prefixes()).hasToString("[10.20.0.0/16]");
        assertThat(peer.workers()).hasValue(1);
        assertThat(east.get("/metrics").body())
                .contains("hanse_tunnel_peer_burst_datagrams_sum{direction=\"out\",peer_cluster=\"west\","
                        + "peer_gateway=\"gw-1\"} 200.0");
        assertThat(peer.presharedKey()).isPresent();
        assertThat(peer.presharedKey())
                .isEqualTo(west.tunnel().peers().getFirst().presharedKey());
    }

    @Test
    void endpointsBehindADeadPathLeaveTheAnswersAndComeBack() {
        shareWeb();
        west.exportService("shop/web", "10.20.0.9");
        Eventually.await(
                "west answers with its own endpoint first",
                () -> west.resolve(WEB).equals("10.20.0.9"));
        west.exports("services: []\n");
        Eventually.await(
                "and with east's when it has none", () -> west.resolve(WEB).equals("10.10.0.7"));

        east.tunnel().path(new PeerId("west", "gw-1"), false);
        Eventually.await(
                "east counts west as unreachable",
                () -> !east.gateway().status().view().unreachable().isEmpty());
        east.tunnel().path(new PeerId("west", "gw-1"), true);
        Eventually.await(
                "and reaches it again",
                () -> east.gateway().status().view().unreachable().isEmpty());
    }

    @Test
    void theOldestExportSaysHowEachClusterChooses() {
        east.exportService("shop/web", "10.10.0.7", "spread");
        Eventually.await("web resolves in west", () -> west.resolve(WEB).equals("10.10.0.7"));
        west.exportService("shop/web", "10.20.0.9", "local-first");
        Eventually.await("west has both", () -> west.resolve(WEB).equals("10.10.0.7,10.20.0.9"));

        east.exportService("shop/web", "10.10.0.7", "ordered east");
        Eventually.await("west follows the order", () -> west.resolve(WEB).equals("10.10.0.7"));
        east.exportService("shop/web", "10.10.0.7", "ordered-only west");
        Eventually.await("east follows the order", () -> east.resolve(WEB).equals("10.20.0.9"));
    }

    @Test
    void nothingChangesWhileTheControlPlaneIsAway() {
        shareWeb();
        controlPlane.stop();
        Eventually.await(
                "west sees that the link is down",
                () -> west.gateway().status().link().state() != LinkState.UP);

        assertThat(west.resolve(WEB)).isEqualTo("10.10.0.7");
        assertThat(west.tunnel().peers()).hasSize(1);
        assertThat(west.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(west.get("/status").body()).contains("\"stale\" : true");
    }

    @Test
    void restartedGatewayServesWithoutTheControlPlaneAndResumesLater() throws IOException {
        shareWeb();
        Eventually.await("west has kept its view", () -> Files.exists(west.data("view.state")));
        Eventually.await("west has kept its peers", () -> west.tunnel().peers().size() == 1);
        west.close();
        Files.delete(west.directory.resolve("token"));
        controlPlane.stop();

        west.start();
        Eventually.await("web resolves from kept state", () -> west.resolve(WEB).equals("10.10.0.7"));
        assertThat(west.gateway().status().view().fromState()).isTrue();
        Eventually.await(
                "peers come from kept state", () -> west.tunnel().peers().size() == 1);

        controlPlane.startAgain();
        Eventually.await(
                "west is confirmed by the control plane",
                () -> !west.gateway().status().view().fromState());
        east.exportService("shop/api", "10.10.0.8");
        Eventually.await(
                "changes arrive again",
                () -> west.resolve("api.shop.svc.clusterset.local").equals("10.10.0.8"));
    }

    @Test
    void nothingIsAnsweredBeforeTheViewOfBeforeTheRestartIsThere() throws Exception {
        shareWeb();
        Eventually.await("west has kept its view", () -> Files.exists(west.data("view.state")));
        InetSocketAddress dns = west.gateway().dnsAddresses().getFirst();
        west.close();
        Set<String> answers = ConcurrentHashMap.newKeySet();
        Thread asking = Thread.startVirtualThread(() -> {
            while (!Thread.interrupted()) {
                answers.add(LabGateway.resolve(dns, WEB));
            }
        });
        west.listen(new InetSocketAddress(dns.getAddress(), 0), dns).start();
        Eventually.await("an answer", () -> answers.contains("10.10.0.7"));
        asking.interrupt();
        asking.join();
        answers.removeIf(answer -> answer.startsWith("failed: "));
        assertThat(answers).containsExactly("10.10.0.7");
    }

    @Test
    void pairKeysThatWereReplacedReachTunnelsThatRun() throws IOException {
        Eventually.await(
                "both tunnels have a peer",
                () -> !east.tunnel().peers().isEmpty() && !west.tunnel().peers().isEmpty());
        var leaked = east.tunnel().peers().getFirst().presharedKey();
        controlPlane.stop();
        Files.delete(directory.resolve("control-plane/pair-keys.secret"));
        controlPlane.startAgain();

        Eventually.await(
                "both tunnels have the new key",
                () -> !east.tunnel().peers().getFirst().presharedKey().equals(leaked)
                        && east.tunnel()
                                .peers()
                                .getFirst()
                                .presharedKey()
                                .equals(west.tunnel().peers().getFirst().presharedKey()));
    }

    @Test
    void wrongAddressThatTheControlPlaneNamesCostsNobodyTheOneThatWorks() throws Exception {
        Eventually.await("west is up", () -> west.gateway().status().link().state() == LinkState.UP);
        for (int i = 0; i < 2; i++) {
            long before = west.gateway().status().link().connects();
            controlPlane.stop();
            controlPlane.startAgainAdvertising("127.0.0.1:1");
            Eventually.await(
                    "west is back", () -> west.gateway().status().link().connects() > before);
        }
        Eventually.await("the address that works is kept", () -> west.knows(controlPlane));
        west.close();
        Files.delete(west.directory.resolve("token"));

        west.start();
        Eventually.await(
                "west connects after a restart too",
                () -> west.gateway().status().link().state() == LinkState.UP);
    }

    @Test
    void corruptStateIsSetAsideAndRebuilt() throws IOException {
        shareWeb();
        west.close();
        byte[] state = Files.readAllBytes(west.data("view.state"));
        state[state.length / 2] ^= 1;
        Files.write(west.data("view.state"), state);

        west.start();
        Eventually.await("web resolves again", () -> west.resolve(WEB).equals("10.10.0.7"));
        try (Stream<Path> files = Files.list(west.data("."))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("view.state.corrupt-"));
        }
    }

    @Test
    void refusedExportIsShownWithItsReason() {
        east.exportService("shop/web", "10.99.0.1");

        Eventually.await(
                "the refusal is shown", () -> !east.gateway().status().refused().isEmpty());
        assertThat(east.get("/status").body()).contains("FOREIGN_PREFIX");
        assertThat(east.get("/metrics").body()).contains("hanse_exports_refused");
    }

    @Test
    void brokenSourceKeepsItsLastExportsAlsoAcrossARestart() {
        shareWeb();
        east.exports("services: [{");
        Eventually.await(
                "the source is stale",
                () -> !east.gateway()
                        .status()
                        .sources()
                        .getFirst()
                        .staleReason()
                        .isEmpty());
        assertThat(west.resolve(WEB)).isEqualTo("10.10.0.7");
    }

    @Test
    void reinstalledGatewayThatCannotReadItsSourceWithdrawsNothing() throws IOException {
        shareWeb();
        east.close();
        Files.deleteIfExists(east.data("exports-file.state"));
        east.exports("services: [{");
        east.start();
        Eventually.await(
                "east is up and has answered for what it knows",
                () -> east.gateway().status().link().state() == LinkState.UP
                        && !east.gateway()
                                .status()
                                .sources()
                                .getFirst()
                                .staleReason()
                                .isEmpty());
        west.exportService("shop/later", "10.20.0.9");
        Eventually.await(
                "what came after it is there",
                () -> east.resolve("later.shop.svc.clusterset.local").equals("10.20.0.9"));
        assertThat(west.resolve(WEB)).isEqualTo("10.10.0.7");

        east.exportService("shop/api", "10.10.0.8");
        Eventually.await(
                "once it can be read, it says what there is",
                () -> west.resolve(WEB).equals("NXDOMAIN")
                        && west.resolve("api.shop.svc.clusterset.local").equals("10.10.0.8"));
    }

    @Test
    void secretsAreForTheOwnerAlone() throws IOException {
        for (String file : new String[] {"identity.pem", "tunnel.key"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(east.data(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(east.gateway().status().toString()).doesNotContain("PRIVATE");
    }

    @Test
    void usedTokenIsRefusedWithWhatToDo() {
        LabGateway again = new LabGateway(directory.resolve("again"), "east", "10.10.0.0/16");
        try {
            again.token(Files.readString(east.directory.resolve("token")).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }

        assertThatThrownBy(again::start)
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("TOKEN_USED")
                .hasMessageContaining("hanse token create east");
    }

    @Test
    void tokenWithAnotherAuthoritysPinIsRefusedAtOnce() throws Exception {
        String real = controlPlane.token("north").strip();
        var message = dev.hanse.proto.v1.JoinToken.parseFrom(
                Base64.getUrlDecoder().decode(real.substring("hanse1.".length())));
        String altered = TestTokens.text(message.toBuilder()
                .setCaPin(com.google.protobuf.ByteString.copyFrom(new byte[32]))
                .build());
        LabGateway north = new LabGateway(directory.resolve("north"), "north", "10.30.0.0/16").token(altered);

        assertThatThrownBy(north::start)
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("does not end in the CA that the join token pins");
        north.token(real).start();
        north.close();
    }

    @Test
    void clusterWithOverlappingPrefixesIsRefusedWithBothNamed() {
        LabGateway north = new LabGateway(directory.resolve("north"), "north", "10.10.128.0/17")
                .token(controlPlane.token("north"));

        assertThatThrownBy(north::start)
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("PREFIX_OVERLAP")
                .hasMessageContaining("10.10.0.0/16")
                .hasMessageContaining("east");
    }

    @Test
    void givesTheLeaseBackWhenItLeaves() {
        west.close();

        assertThat(west.tunnel().left()).as("peers know before it is gone").isTrue();
        assertThat(west.tunnel().closed()).isTrue();
        Eventually.await(
                "the control plane has seen it leave",
                () -> controlPlane
                        .registry()
                        .getCluster(dev.hanse.proto.v1.GetClusterRequest.newBuilder()
                                .setClusterId("west")
                                .build())
                        .getCluster()
                        .getGatewaysList()
                        .stream()
                        .noneMatch(dev.hanse.proto.v1.Gateway::getConnected));
    }
}
