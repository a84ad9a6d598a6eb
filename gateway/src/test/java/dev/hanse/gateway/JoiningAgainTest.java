// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.gateway.identity.CredentialStore;
import dev.hanse.gateway.identity.Credentials;
import dev.hanse.gateway.link.LinkState;
import dev.hanse.net.testing.Eventually;
import dev.hanse.net.testing.TestAuthority;
import dev.hanse.proto.v1.Cluster;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.RemoveClusterRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Protects a gateway that comes back late, put together as in production: whatever has become of its certificate and its
 * token, it serves what it knows, says what it needs, and joins again without a restart once it has it.
 */
class JoiningAgainTest {

    private static final String WEB = "web.shop.svc.clusterset.local";

    @TempDir
    Path directory;

    private TestControlPlane controlPlane;
    private LabGateway east;
    private LabGateway west;

    @BeforeEach
    void join() throws Exception {
        controlPlane = TestControlPlane.start(directory.resolve("control-plane"));
        east = new LabGateway(directory.resolve("east"), "east", "10.10.0.0/16").token(controlPlane.token("east"));
        west = new LabGateway(directory.resolve("west"), "west", "10.20.0.0/16").token(controlPlane.token("west"));
        east.start();
        west.start();
        east.exportService("shop/web", "10.10.0.7");
        Eventually.await("web resolves in west", () -> west.resolve(WEB).equals("10.10.0.7"));
        Eventually.await("west has kept it", () -> Files.exists(west.data("view.state")));
    }

    @AfterEach
    void close() {
        east.close();
        west.close();
        controlPlane.close();
    }

    private Cluster registered(String cluster) {
        return controlPlane
                .registry()
                .getCluster(GetClusterRequest.newBuilder().setClusterId(cluster).build())
                .getCluster();
    }

    private static boolean isUp(LabGateway gateway) {
        return gateway.gateway().status().link().state() == LinkState.UP;
    }

    private static String failure(LabGateway gateway) {
        return gateway.gateway().status().certificate().lastFailure();
    }

    /** As a gateway finds it that was away for a month. */
    private static void endIdentity(LabGateway gateway, String cluster) throws IOException {
        TestAuthority authority = new TestAuthority(Instant.now().minus(Duration.ofDays(31)));
        KeyPair keys = TestAuthority.keyPair();
        new CredentialStore(gateway.data("identity.pem"))
                .save(new Credentials(
                        keys.getPrivate(),
                        List.of(authority.client(
                                keys.getPublic(),
                                "spiffe://demo/cluster/" + cluster + "/gateway/gw-1",
                                Duration.ofHours(24))),
                        List.of(authority.root())));
    }

    @Test
    void endedIdentityAndUselessTokenServeAndTheRightTokenBringsItBack() throws Exception {
        west.close();
        endIdentity(west, "west");

        west.token("used").start();

        Eventually.await("what is known is served", () -> west.resolve(WEB).equals("10.10.0.7"));
        assertThat(west.tunnel().peers()).as("what the tunnel knows").hasSize(1);
        Eventually.await("it says what to do", () -> failure(west).contains("hanse token create west --gateway gw-1"));
        assertThat(failure(west))
                .contains(
                        "it has ended",
                        "malformed",
                        west.directory.resolve("token").toString());

        west.token(controlPlane.tokenInPlaceOf("west", "gw-1"));
        Eventually.await("west is back", () -> isUp(west));
        assertThat(west.gateway().status().certificate().renewals()).isEqualTo(1);
        assertThat(west.data("join-key.pem")).doesNotExist();
        east.exportService("shop/web", "10.10.0.8");
        Eventually.await("changes arrive again", () -> west.resolve(WEB).equals("10.10.0.8"));

        west.close();
        west.token("used").start();
        Eventually.await("and after another start", () -> isUp(west));
    }

    @Test
    void lostIdentityAndUselessTokenServeAndTheRightTokenBringsItBack() throws Exception {
        west.close();
        Files.delete(west.data("identity.pem"));
        Files.delete(west.data("identity.pem.copy"));

        west.token("used").start();

        Eventually.await("what is known is served", () -> west.resolve(WEB).equals("10.10.0.7"));
        assertThat(west.get("/readyz").statusCode()).isEqualTo(200);
        Eventually.await("it says what to do", () -> failure(west).contains("hanse token create west --gateway gw-1"));
        assertThat(failure(west)).contains("it is lost", "malformed");
        Eventually.await(
                "nor does the link connect",
                () -> west.gateway().status().link().reason().contains("lost its identity"));

        west.token(controlPlane.tokenInPlaceOf("west", "gw-1"));
        Eventually.await("west is back", () -> isUp(west));
        assertThat(west.get("/status").body()).contains("spiffe://demo/cluster/west/gateway/gw-1");
        west.close();
        west.token("used").start();
        Eventually.await("and after another start", () -> isUp(west));
    }

    @Test
    void usedTokenIsShownToTheControlPlaneOnce() throws Exception {
        String used = Files.readString(west.directory.resolve("token")).strip();
        west.close();
        endIdentity(west, "west");

        west.token(used).start();

        Eventually.await("what is known is served", () -> west.resolve(WEB).equals("10.10.0.7"));
        Eventually.await("it says why", () -> failure(west).contains("TOKEN_USED"));
        Eventually.await(
                "it tries again", () -> west.gateway().status().certificate().failures() > 1);
        assertThat(failure(west)).contains("TOKEN_USED");
        west.close();
        controlPlane.stop();
        try (SqliteFederationStore store = SqliteFederationStore.open(directory.resolve("control-plane"))) {
            assertThat(store.audit(100))
                    .filteredOn(each -> each.outcome().equals("TOKEN_USED"))
                    .hasSize(1);
        }
    }

    @Test
    void removedClusterJoinsAgainByANewTokenWithoutARestart() {
        var unused = controlPlane
                .registry()
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId("west").build());
        Eventually.await("west knows", () -> failure(west).contains("it was revoked"));
        Eventually.await("what is known is served", () -> west.resolve(WEB).equals("10.10.0.7"));

        west.token(controlPlane.token("west"));
        Eventually.await("west is back", () -> isUp(west));
        assertThat(registered("west").getGateways(0).getConnected()).isTrue();
    }

    @Test
    void answerThatWasLostIsGivenOnceMoreAlsoAfterAKill() throws Exception {
        west.close();
        Path kept = west.data("identity.pem");
        Files.delete(kept);
        // As on a first start: with a view it would serve, and try again.
        Files.delete(west.data("view.state"));
        west.token(controlPlane.tokenInPlaceOf("west", "gw-1"));
        // Where the answer should be kept, something is in its way: as if the process were killed on the answer.
        Files.createDirectories(kept.resolveSibling("identity.pem.new/full"));
        assertThat(startFails(west)).contains("identity.pem");
        Instant joined = joinedAt("west");
        Files.delete(kept.resolveSibling("identity.pem.new/full"));

        west.start();

        Eventually.await("west is a member", () -> isUp(west));
        assertThat(joinedAt("west")).isEqualTo(joined);
        Eventually.await("what is known is served", () -> west.resolve(WEB).equals("10.10.0.7"));
    }

    @Test
    void identityThatCouldNotBeKeptServesAndTheNextStartRepeatsTheJoin() throws Exception {
        west.close();
        Path kept = west.data("identity.pem");
        Files.delete(kept);
        Files.delete(west.data("identity.pem.copy"));
        west.token(controlPlane.tokenInPlaceOf("west", "gw-1"));
        Files.createDirectories(kept.resolveSibling("identity.pem.new/full"));

        west.start();
        Eventually.await("west is a member", () -> isUp(west));
        Instant joined = joinedAt("west");
        west.close();
        assertThat(kept).doesNotExist();
        Files.delete(kept.resolveSibling("identity.pem.new/full"));

        west.start();
        Eventually.await("west is a member again", () -> isUp(west));
        assertThat(joinedAt("west")).isEqualTo(joined);
        Eventually.await("and has kept it", () -> Files.exists(kept));
    }

    private static String startFails(LabGateway gateway) {
        try {
            gateway.start();
            throw new AssertionError("it started");
        } catch (GatewayStartException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private Instant joinedAt(String cluster) {
        var time = registered(cluster).getGateways(0).getJoinedAt();
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
