// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.gateway.link.LinkState;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.net.testing.Eventually;
import dev.hanse.proto.v1.Cluster;
import dev.hanse.proto.v1.Connection;
import dev.hanse.proto.v1.DrainGatewayRequest;
import dev.hanse.proto.v1.DrainGatewayResponse;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.ListConnectionsRequest;
import dev.hanse.proto.v1.RotateGatewayKeyRequest;
import dev.hanse.proto.v1.UndrainGatewayRequest;
import dev.hanse.tunnel.peer.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Protects the joints of a gateway that is put together as in production, but for the tunnel's packets: each part hears
 * what it must hear, and is heard. What travels from cluster to cluster is FederationTest's.
 */
class GatewayWiringTest {

    private static final String WEB = "web.shop.svc.clusterset.local";
    private static final PeerId WEST = new PeerId("west", "gw-1");

    @TempDir
    Path directory;

    private TestControlPlane controlPlane;
    private LabGateway east;
    private LabGateway west;

    @BeforeEach
    void join() throws IOException {
        controlPlane = TestControlPlane.start(directory.resolve("control-plane"));
        east = new LabGateway(directory.resolve("east"), "east", "10.10.0.0/16").token(controlPlane.token("east"));
        west = new LabGateway(directory.resolve("west"), "west", "10.20.0.0/16").token(controlPlane.token("west"));
        east.start();
        west.start();
        Eventually.await("east is up", () -> state(east) == LinkState.UP);
    }

    @AfterEach
    void close() {
        east.close();
        west.close();
        controlPlane.close();
    }

    private static LinkState state(LabGateway gateway) {
        return gateway.gateway().status().link().state();
    }

    private Cluster registered(String cluster) {
        return controlPlane
                .registry()
                .getCluster(GetClusterRequest.newBuilder().setClusterId(cluster).build())
                .getCluster();
    }

    private List<Connection> connections(String cluster) {
        return controlPlane
                .inspection()
                .listConnections(ListConnectionsRequest.newBuilder()
                        .setClusterId(cluster)
                        .build())
                .getConnectionsList();
    }

    private void peersKnowEachOther() {
        Eventually.await(
                "both tunnels have a peer",
                () -> east.tunnel().peers().size() == 1 && west.tunnel().peers().size() == 1);
    }

    @Test
    void theControlPlaneIsToldWhoTheGatewayIsAndHowItIsReached() {
        assertThat(registered("east").getPodPrefixesList()).containsExactly("10.10.0.0/16");
        var gateway = registered("east").getGateways(0);
        assertThat(gateway.getName()).isEqualTo("gw-1");
        assertThat(gateway.getConnected()).isTrue();
        assertThat(gateway.getSoftwareVersion())
                .isEqualTo(east.gateway().status().softwareVersion());
        assertThat(gateway.getSoftwareVersion()).isNotEmpty();
        assertThat(gateway.getTunnelAddressesList()).containsExactly("192.0.2.10:51820");

        peersKnowEachOther();
        assertThat(west.tunnel().peers().getFirst().publicKey())
                .as("the key under which the tunnel was started")
                .isEqualTo(east.tunnel().key().publicKey());
        assertThat(east.tunnel().localPrefixes()).hasToString("[10.10.0.0/16]");
    }

    @Test
    void theControlPlaneHearsOfPathsAtOnceAndOfWhatTheyCarried() {
        peersKnowEachOther();
        east.tunnel().path(WEST, false);

        Eventually.await(
                "the path is down for the control plane too",
                () -> connections("east").stream().anyMatch(path -> !path.getUp()));
        assertThat(connections("east")).singleElement().satisfies(path -> {
            assertThat(path.getTo().getCluster()).isEqualTo("west");
            assertThat(path.getTraffic().getSent().getOctets()).isEqualTo(100);
        });
    }

    @Test
    void leakedTunnelKeyIsReplacedWithoutANewStream() throws IOException {
        peersKnowEachOther();
        TunnelPublicKey leaked = east.tunnel().key().publicKey();
        String file = Files.readString(east.data("tunnel.key"));
        var pairKey = west.tunnel().peers().getFirst().presharedKey();

        assertThat(controlPlane
                        .registry()
                        .rotateGatewayKey(RotateGatewayKeyRequest.newBuilder()
                                .setClusterId("east")
                                .setGatewayName("gw-1")
                                .build())
                        .getConnected())
                .isTrue();

        Eventually.await(
                "the tunnel has another key",
                () -> !east.tunnel().key().publicKey().equals(leaked));
        Eventually.await(
                "which west knows",
                () -> west.tunnel()
                        .peers()
                        .getFirst()
                        .publicKey()
                        .equals(east.tunnel().key().publicKey()));
        assertThat(west.tunnel().peers().getFirst().presharedKey()).isNotEqualTo(pairKey);
        Eventually.await(
                "both know one pair key",
                () -> east.tunnel()
                        .peers()
                        .getFirst()
                        .presharedKey()
                        .equals(west.tunnel().peers().getFirst().presharedKey()));
        assertThat(Files.readString(east.data("tunnel.key"))).isNotEqualTo(file);
        assertThat(east.gateway().status().link().connects()).isEqualTo(1);
        assertThat(registered("east").getGateways(0).getTunnelKeyRetired()).isFalse();

        TunnelPublicKey kept = east.tunnel().key().publicKey();
        east.close();
        east.start();
        assertThat(east.tunnel().key().publicKey()).as("after a restart").isEqualTo(kept);
    }

    @Test
    void aDrainReachesTheTunnelAndOutlivesARestart() throws Exception {
        peersKnowEachOther();
        DrainGatewayResponse answer = controlPlane
                .registry()
                .drainGateway(DrainGatewayRequest.newBuilder()
                        .setClusterId("east")
                        .setGatewayName("gw-1")
                        .build());
        assertThat(answer.getConnected()).isTrue();
        assertThat(answer.getOthers()).as("east has no other one").isFalse();
        Eventually.await("the tunnel says so", () -> east.tunnel().isDrained());
        assertThat(east.gateway().status().view().drained()).isTrue();
        assertThat(registered("east").getGateways(0).getDrained()).isTrue();
        assertThat(west.tunnel().isDrained()).isFalse();

        Eventually.await("it is kept", () -> Files.exists(east.data("drained")));
        east.close();
        controlPlane.stop();
        east.start();
        Eventually.await(
                "it says so again, and nobody has told it", () -> east.tunnel().isDrained());
        controlPlane.startAgain();
        Eventually.await("it is connected", () -> state(east) == LinkState.UP);
        assertThat(east.tunnel().isDrained()).isTrue();
        controlPlane
                .registry()
                .undrainGateway(UndrainGatewayRequest.newBuilder()
                        .setClusterId("east")
                        .setGatewayName("gw-1")
                        .build());
        Eventually.await("no longer", () -> !east.tunnel().isDrained());
        assertThat(east.gateway().status().view().drained()).isFalse();
        assertThat(registered("east").getGateways(0).getDrained()).isFalse();
        Eventually.await("nothing of it is left", () -> !Files.exists(east.data("drained")));
    }

    @Test
    void leakedTunnelKeyThatComesBackFromABackupIsReplacedAgain() throws IOException {
        peersKnowEachOther();
        Path file = east.data("tunnel.key");
        String leaked = Files.readString(file);
        TunnelPublicKey key = east.tunnel().key().publicKey();
        east.close();
        assertThat(controlPlane
                        .registry()
                        .rotateGatewayKey(RotateGatewayKeyRequest.newBuilder()
                                .setClusterId("east")
                                .setGatewayName("gw-1")
                                .build())
                        .getConnected())
                .isFalse();
        for (int i = 0; i < 2; i++) {
            Files.writeString(file, leaked);
            east.start();
            Eventually.await(
                    "the tunnel has another key",
                    () -> !east.tunnel().key().publicKey().equals(key));
            east.close();
        }
    }

    @Test
    void deadPathLeavesTheAnswersWithinTwoSecondsAndComesBack() {
        peersKnowEachOther();
        east.exportService("shop/web", "10.10.0.7", "spread");
        west.exportService("shop/web", "10.20.0.9", "spread");
        Eventually.await("east has both", () -> east.resolve(WEB).equals("10.10.0.7,10.20.0.9"));

        long begin = System.nanoTime();
        east.tunnel().path(WEST, false);
        Eventually.await("west's endpoint is gone", () -> east.resolve(WEB).equals("10.10.0.7"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));

        east.tunnel().path(WEST, true);
        Eventually.await("and is back", () -> east.resolve(WEB).equals("10.10.0.7,10.20.0.9"));
    }

    @Test
    void exportsOfAnEarlierRunStayWhileTheirSourceCannotBeRead() throws IOException {
        east.exportService("shop/web", "10.10.0.7");
        Eventually.await("web resolves in west", () -> west.resolve(WEB).equals("10.10.0.7"));
        Eventually.await("east has kept it", () -> Files.exists(east.data("exports-file.state")));
        east.close();
        east.exports("services: [{");

        east.start();
        Eventually.await("east is up again", () -> state(east) == LinkState.UP);
        Eventually.await(
                "and has said what it exports",
                () -> registered("east").getExportedServices() == 1
                        && east.gateway().status().link().unansweredExports() == 0);
        assertThat(east.gateway().status().sources().getFirst().read()).isFalse();
        assertThat(west.resolve(WEB)).isEqualTo("10.10.0.7");
    }

    @Test
    void namedAddressesAreKeptAndTheCertificateIsRenewedWhenItIsDue() throws IOException {
        east.close();
        byte[] before = Files.readAllBytes(east.data("identity.pem"));
        Files.writeString(east.data("control-plane-addresses"), controlPlane.address() + "\n127.0.0.1:1\n");

        east.at(Clock.offset(Clock.systemUTC(), Duration.ofHours(20))).start();
        Eventually.await(
                "east has renewed", () -> east.gateway().status().certificate().renewals() == 1);
        assertThat(Files.readAllBytes(east.data("identity.pem"))).isNotEqualTo(before);
        Eventually.await("the address that the control plane has named is kept", () -> east.knowsOnly(controlPlane));
    }

    @Test
    void whatIsShownComesFromEveryPart() {
        peersKnowEachOther();
        east.exportService("shop/web", "10.10.0.7");
        Eventually.await("web resolves in east", () -> east.resolve(WEB).equals("10.10.0.7"));
        east.tunnel().path(WEST, true);
        Eventually.await(
                "the path is shown",
                () -> !east.gateway().status().view().paths().isEmpty());

        String status = east.get("/status").body();
        assertThat(status)
                .contains("\"clusterSet\" : \"" + TestControlPlane.CLUSTER_SET + "\"")
                .contains("\"state\" : \"up\"")
                .contains("\"served\" : true")
                .contains("\"address\" : \"10.10.0.7\"")
                .contains("\"roundTripMicros\" : 2000")
                .contains("\"device\" : \"fake0\"")
                .contains("\"stateFailures\" : [ ]")
                .doesNotContain("viewFailures");
        assertThat(east.get("/metrics").body())
                .contains("hanse_link_up 1.0")
                .contains("hanse_view_services 1.0")
                .contains("hanse_view_peers 1.0")
                .contains("hanse_source_services{source=\"file\"} 1.0")
                .contains("hanse_path_up{peer_cluster=\"west\",peer_gateway=\"gw-1\"} 1.0")
                .contains("hanse_dns_service_answers_total{cluster=\"east\",namespace=\"shop\",service=\"web\"}");
        assertThat(east.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void stateThatCannotBeWrittenIsShown() throws IOException {
        Files.createDirectories(east.data("view.state.new/full"));
        Files.createDirectories(east.data("exports-file.state.new/full"));
        east.exportService("shop/web", "10.10.0.7");

        Eventually.await(
                "both files are shown",
                () -> east.gateway().status().stateFailures().size() == 2);
        assertThat(east.get("/metrics").body()).contains("hanse_state_failures 2.0");
    }
}
