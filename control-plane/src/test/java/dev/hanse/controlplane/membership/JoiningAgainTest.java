// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import static dev.hanse.controlplane.testing.TestTunnel.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.identity.CertificateIdentity;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestExports;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.Contribution;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.GetServiceRequest;
import dev.hanse.proto.v1.PeerGateway;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RegisterClusterResponse;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.RenewCertificateRequest;
import dev.hanse.proto.v1.ViewItem;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Protects who comes again, over real TLS: a gateway whose identity has ended or was lost takes its own place and loses
 * nothing, and one whose answer was lost gets it once more.
 */
class JoiningAgainTest {

    @TempDir
    private Path dataDir;

    private TestControlPlane controlPlane;

    @BeforeEach
    void start() {
        controlPlane = TestControlPlane.start(dataDir);
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private static String refused(ThrowingCallable call) {
        return Refusals.of(catchThrowableOfType(StatusRuntimeException.class, call));
    }

    private TestIdentity register(RegisterClusterRequest request, TestKey key) {
        RegisterClusterResponse response = controlPlane.anonymous().registerCluster(request);
        return TestIdentity.of(response.getCertificateChainList(), key);
    }

    private TestIdentity replaced(String cluster, String gateway) {
        TestKey key = TestKey.fresh();
        return register(controlPlane.joinRequest(controlPlane.tokenInPlaceOf(cluster, gateway), gateway, key), key);
    }

    private String renewal(TestIdentity identity) {
        return refused(() -> ClusterRegistryGrpc.newBlockingStub(controlPlane.channel(Optional.of(identity)))
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .renewCertificate(RenewCertificateRequest.newBuilder()
                        .setCsr(ByteString.copyFrom(TestKey.fresh().csr()))
                        .build()));
    }

    private static PeerGateway peer(TestGateway gateway, String name) {
        return gateway.view()
                .getOrDefault("peer " + name, ViewItem.getDefaultInstance())
                .getPeerGateway();
    }

    // --- an identity that was lost ---

    @Test
    void replacementKeepsExportsAgeAndPeersOfTheGateway() {
        TestIdentity lost = controlPlane.join("east", "gw-1", "10.10.0.0/16");
        TestIdentity other = controlPlane.join("west", "gw-1", "10.20.0.0/16");
        Instant old = Instant.now().minusSeconds(3_600);
        TestGateway east = controlPlane.gateway(lost);
        TestGateway west = controlPlane.gateway(other);
        east.connect(hello(1));
        west.connect(hello(2));
        east.exportSnapshot(TestExports.service("shop/web", old), TestExports.slice("shop/web", "a", "10.10.0.1"));
        west.awaitView(view -> view.containsKey("slice east/shop/web/a") && view.containsKey("peer east/gw-1"));
        ByteString pairKey = peer(west, "east/gw-1").getPresharedKey();
        Contribution before = contribution("shop/web");

        TestGateway again = controlPlane.gateway(replaced("east", "gw-1"));

        assertThat(Refusals.of(east.awaitEnd())).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        west.awaitView(_ -> !peer(west, "east/gw-1").getPresharedKey().equals(pairKey));
        assertThat(west.view()).containsKeys("slice east/shop/web/a", "import shop/web", "peer east/gw-1");
        again.connect(hello(3));
        west.awaitView(_ -> peer(west, "east/gw-1").getEndpoint().getPublicKey().byteAt(0) == 3);
        again.awaitView(view -> view.containsKey("peer west/gw-1"));
        assertThat(peer(again, "west/gw-1").getPresharedKey())
                .isEqualTo(peer(west, "east/gw-1").getPresharedKey());

        again.exportSnapshot(TestExports.service("shop/web", old), TestExports.slice("shop/web", "a", "10.10.0.1"));
        assertThat(contribution("shop/web")).as("with its age").isEqualTo(before);
    }

    private Contribution contribution(String service) {
        return controlPlane
                .inspection()
                .getService(GetServiceRequest.newBuilder()
                        .setService(TestExports.name(service))
                        .build())
                .getService()
                .getContributions(0);
    }

    @Test
    void whatTheReplacedGatewayHadProvesNothingAnyMore() {
        TestIdentity lost = controlPlane.join("east", "gw-1", "10.10.0.0/16");
        controlPlane.joinAdditional("east", "gw-10");
        TestIdentity again = replaced("east", "gw-1");

        assertThat(renewal(lost)).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        assertThat(CertificateIdentity.of(again.chain().getFirst()))
                .isEqualTo(CertificateIdentity.of(lost.chain().getFirst()));
        assertThat(controlPlane.gateway(again).connect().getPodPrefixesList()).containsExactly("10.10.0.0/16");
        controlPlane.stop();
        controlPlane.startAgain();
        assertThat(renewal(lost)).as("after a restart").isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        assertThat(controlPlane.gateway(again).connect().getGatewayName()).isEqualTo("gw-1");
    }

    @Test
    void replacementTouchesNoGatewayWhoseNameBeginsAlike() {
        controlPlane.join("east", "gw-1", "10.10.0.0/16");
        TestIdentity neighbour = controlPlane.joinAdditional("east", "gw-10");
        replaced("east", "gw-1");

        assertThat(controlPlane.gateway(neighbour).connect().getGatewayName()).isEqualTo("gw-10");
    }

    @Test
    void viewsOfBeforeAreNotResumedAfterACrashBetweenReplacementAndView() throws Exception {
        controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16")).connect(hello(1));
        TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
        west.connect(hello(2));
        west.awaitView(view -> view.containsKey("peer east/gw-1"));
        ByteString pairKey = peer(west, "east/gw-1").getPresharedKey();
        west.vanish();
        sql("CREATE TRIGGER crash BEFORE INSERT ON view BEGIN SELECT RAISE(ABORT, 'as in a crash'); END");
        replaced("east", "gw-1");
        controlPlane.stop();
        sql("DROP TRIGGER crash");
        controlPlane.startAgain();

        assertThat(west.connect(hello(2)).getViewResumed()).isFalse();
        west.awaitView(_ -> !peer(west, "east/gw-1").getPresharedKey().equals(pairKey));
    }

    private void sql(String statement) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("federation.db"));
                Statement sql = other.createStatement()) {
            sql.execute(statement);
        }
    }

    @Test
    void tokenInPlaceOfAGatewayIsForAGatewayThatIsThere() {
        assertThat(refused(() -> controlPlane.tokenInPlaceOf("east", "gw-1"))).isEqualTo("NOT_FOUND CLUSTER_UNKNOWN");
        controlPlane.join("east", "gw-1", "10.10.0.0/16");
        assertThat(refused(() -> controlPlane.tokenInPlaceOf("east", "gw-2"))).isEqualTo("NOT_FOUND GATEWAY_UNKNOWN");
        assertThat(refused(() -> controlPlane.tokenInPlaceOf("east", "GW")))
                .isEqualTo("INVALID_ARGUMENT FIELD_INVALID");
        assertThat(refused(() -> controlPlane
                        .registry()
                        .createToken(CreateTokenRequest.newBuilder()
                                .setClusterId("east")
                                .setGatewayName("gw-1")
                                .setAdditionalGateway(true)
                                .build())))
                .isEqualTo("INVALID_ARGUMENT FIELD_INVALID");

        String token = controlPlane.tokenInPlaceOf("east", "gw-1");
        assertThat(refused(() -> controlPlane
                        .anonymous()
                        .registerCluster(controlPlane.joinRequest(token, "gw-2", TestKey.fresh()))))
                .isEqualTo("PERMISSION_DENIED TOKEN_WRONG_GATEWAY");
        assertThat(refused(() -> controlPlane
                        .anonymous()
                        .registerCluster(controlPlane.joinRequest(token, "gw-1", TestKey.fresh(), "10.66.0.0/16"))))
                .isEqualTo("INVALID_ARGUMENT FIELD_INVALID");
        register(controlPlane.joinRequest(token, "gw-1", TestKey.fresh(), "10.10.0.0/16"), TestKey.fresh());
    }

    // --- an answer that was lost ---

    @Test
    void sameTokenAndKeyGiveTheSameMembership() {
        TestKey key = TestKey.fresh();
        RegisterClusterRequest request =
                controlPlane.joinRequest(controlPlane.token("east"), "gw-1", key, "10.10.0.0/16");
        TestIdentity first = register(request, key);
        Instant joined = joinedAt("east");
        controlPlane.stop();
        controlPlane.startAgain();

        TestIdentity second = register(request, key);

        assertThat(CertificateIdentity.of(second.chain().getFirst()))
                .isEqualTo(CertificateIdentity.of(first.chain().getFirst()));
        assertThat(joinedAt("east")).isEqualTo(joined);
        assertThat(controlPlane.gateway(first).connect().getGatewayName()).isEqualTo("gw-1");
        assertThat(controlPlane.gateway(second).connect().getGatewayName()).isEqualTo("gw-1");
    }

    private Instant joinedAt(String cluster) {
        var time = controlPlane
                .registry()
                .getCluster(GetClusterRequest.newBuilder().setClusterId(cluster).build())
                .getCluster()
                .getGateways(0)
                .getJoinedAt();
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    @Test
    void usedTokenGivesNothingToAnotherKeyOrName() {
        TestKey key = TestKey.fresh();
        String token = controlPlane.token("east");
        register(controlPlane.joinRequest(token, "gw-1", key, "10.10.0.0/16"), key);

        assertThat(refused(
                        () -> register(controlPlane.joinRequest(token, "gw-1", TestKey.fresh(), "10.10.0.0/16"), key)))
                .isEqualTo("UNAUTHENTICATED TOKEN_USED");
        assertThat(refused(() -> register(controlPlane.joinRequest(token, "gw-2", key, "10.10.0.0/16"), key)))
                .isEqualTo("UNAUTHENTICATED TOKEN_USED");
    }

    @Test
    void usedTokenBringsNoReplacedOrRemovedGatewayBack() {
        TestKey key = TestKey.fresh();
        RegisterClusterRequest request =
                controlPlane.joinRequest(controlPlane.token("east"), "gw-1", key, "10.10.0.0/16");
        register(request, key);
        replaced("east", "gw-1");

        assertThat(refused(() -> register(request, key))).isEqualTo("UNAUTHENTICATED TOKEN_USED");
        controlPlane
                .registry()
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId("east").build());
        assertThat(refused(() -> register(request, key))).isEqualTo("UNAUTHENTICATED TOKEN_UNKNOWN");
    }

    @Test
    void repetitionsHaveALimit() {
        TestKey key = TestKey.fresh();
        RegisterClusterRequest request =
                controlPlane.joinRequest(controlPlane.token("east"), "gw-1", key, "10.10.0.0/16");
        TestIdentity identity = register(request, key);
        ClusterRegistryGrpc.ClusterRegistryBlockingStub asGateway =
                ClusterRegistryGrpc.newBlockingStub(controlPlane.channel(Optional.of(identity)));
        for (int i = 0; i < 10; i++) {
            var unused = asGateway.renewCertificate(RenewCertificateRequest.newBuilder()
                    .setCsr(ByteString.copyFrom(key.csr()))
                    .build());
        }
        for (int i = 0; i < 5; i++) {
            register(request, key);
        }

        assertThat(refused(() -> register(request, key))).isEqualTo("RESOURCE_EXHAUSTED QUOTA_EXCEEDED");
    }

    @Test
    void replacementsAndRepetitionsAreAudited() throws Exception {
        TestKey key = TestKey.fresh();
        RegisterClusterRequest request =
                controlPlane.joinRequest(controlPlane.token("east"), "gw-1", key, "10.10.0.0/16");
        register(request, key);
        register(request, key);
        replaced("east", "gw-1");
        controlPlane.stop();

        try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
            assertThat(store.audit(10))
                    .extracting(each -> each.action() + " " + each.subject() + " " + each.outcome())
                    .containsExactly(
                            "gateway.replace east/gw-1 granted",
                            "token.create east/gw-1 granted",
                            "cluster.register east/gw-1 granted",
                            "cluster.register east/gw-1 granted",
                            "token.create east granted");
            assertThat(store.audit(1).getFirst().detail()).endsWith("2 revoked");
        }
    }
}
