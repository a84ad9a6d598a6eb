// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestExports;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.proto.v1.Cluster;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.DescribeRemovalRequest;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.Removal;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.RemoveClusterResponse;
import dev.hanse.proto.v1.RemoveGatewayRequest;
import dev.hanse.proto.v1.RemoveGatewayResponse;
import dev.hanse.proto.v1.RenewCertificateRequest;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects evictions over real TLS: they say first what goes, wait for no disk, and take exactly that away. */
class RemovalsTest {

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

    private String renewal(TestIdentity identity) {
        return refused(() -> ClusterRegistryGrpc.newBlockingStub(controlPlane.channel(Optional.of(identity)))
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .renewCertificate(RenewCertificateRequest.newBuilder()
                        .setCsr(ByteString.copyFrom(TestKey.fresh().csr()))
                        .build()));
    }

    private RemoveClusterResponse removeCluster(String cluster) {
        return controlPlane
                .registry()
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId(cluster).build());
    }

    private RemoveGatewayResponse removeGateway(String cluster, String gateway) {
        return controlPlane
                .registry()
                .removeGateway(RemoveGatewayRequest.newBuilder()
                        .setClusterId(cluster)
                        .setGatewayName(gateway)
                        .build());
    }

    private Removal described(String cluster, String gateway) {
        return controlPlane
                .registry()
                .describeRemoval(DescribeRemovalRequest.newBuilder()
                        .setClusterId(cluster)
                        .setGatewayName(gateway)
                        .build())
                .getRemoval();
    }

    private List<String> members() {
        return controlPlane.registry().listClusters(ListClustersRequest.getDefaultInstance()).getClustersList().stream()
                .map(Cluster::getId)
                .toList();
    }

    private void sql(String statement) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("federation.db"));
                Statement sql = other.createStatement()) {
            sql.execute(statement);
        }
    }

    private TestGateway watcher() {
        TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
        west.connect();
        return west;
    }

    @Test
    void fullStoreDoesNotHoldAnEvictionUp() throws Exception {
        TestIdentity evil = controlPlane.join("evil", "gw-1", "10.66.0.0/16");
        TestGateway stream = controlPlane.gateway(evil);
        stream.connect();
        stream.exportSnapshot(TestExports.service("shop/web"), TestExports.slice("shop/web", "a", "10.66.0.1"));
        TestGateway west = watcher();
        west.awaitView(view -> view.containsKey("slice evil/shop/web/a"));
        sql("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk is full'); END");

        RemoveClusterResponse answer = removeCluster("evil");

        assertThat(answer.getNotYetDurable()).isTrue();
        assertThat(answer.getRemoval().getServiceCount()).isOne();
        assertThat(Refusals.of(stream.awaitEnd())).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        assertThat(renewal(evil)).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        west.awaitView(view -> !view.containsKey("slice evil/shop/web/a"));
        assertThat(members()).containsExactly("west");

        sql("DROP TRIGGER full");
        RegisterClusterRequest again =
                controlPlane.joinRequest(controlPlane.token("evil"), "gw-1", TestKey.fresh(), "10.66.0.0/16");
        controlPlane.stop();
        controlPlane.startAgain();
        assertThat(members()).as("the removal is durable now").containsExactly("west");
        assertThat(renewal(evil)).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        controlPlane.anonymous().registerCluster(again);
        controlPlane.stop();
        controlPlane.startAgain();
        assertThat(members()).as("and takes away nobody who came later").containsExactly("evil", "west");
    }

    @Test
    void whatGoesIsNamedFirstAndNothingIsChanged() {
        TestIdentity first = controlPlane.join("east", "gw-1", "10.10.0.0/16");
        TestIdentity second = controlPlane.joinAdditional("east", "gw-2");
        TestGateway one = controlPlane.gateway(first);
        TestGateway two = controlPlane.gateway(second);
        one.connect();
        two.connect();
        one.exportSnapshot(
                TestExports.service("shop/web"), TestExports.slice("shop/web", "a", "10.10.0.1", "10.10.0.2"));
        two.exportSnapshot(
                TestExports.service("shop/web"),
                TestExports.slice("shop/web", "a", "10.10.0.1", "10.10.0.2"),
                TestExports.service("shop/api"),
                TestExports.slice("shop/api", "a", "10.10.0.3"));

        Removal whole = described("east", "");
        assertThat(whole.getGatewaysList()).containsExactly("gw-1", "gw-2");
        assertThat(whole.getServicesList()).containsExactly(TestExports.name("shop/api"), TestExports.name("shop/web"));
        assertThat(whole.getServiceCount()).isEqualTo(2);
        assertThat(whole.getEndpointCount()).isEqualTo(3);
        assertThat(described("east", "gw-1").getServiceCount())
                .as("its sibling says all of it")
                .isZero();
        assertThat(described("east", "gw-2").getServicesList()).containsExactly(TestExports.name("shop/api"));
        assertThat(described("east", "gw-2").getEndpointCount()).isOne();
        assertThat(refused(() -> described("north", ""))).isEqualTo("NOT_FOUND CLUSTER_UNKNOWN");
        assertThat(refused(() -> described("east", "gw-3"))).isEqualTo("NOT_FOUND GATEWAY_UNKNOWN");
        assertThat(members()).containsExactly("east");

        assertThat(removeCluster("east").getRemoval()).isEqualTo(whole);
    }

    @Test
    void removedGatewayTakesAwayWhatOnlyItExports() throws Exception {
        TestIdentity first = controlPlane.join("east", "gw-1", "10.10.0.0/16");
        TestIdentity tenth = controlPlane.joinAdditional("east", "gw-10");
        TestGateway one = controlPlane.gateway(first);
        TestGateway ten = controlPlane.gateway(tenth);
        one.connect();
        ten.connect();
        one.exportSnapshot(
                TestExports.service("shop/web"),
                TestExports.slice("shop/web", "a", "10.10.0.1"),
                TestExports.service("shop/api"));
        ten.exportSnapshot(TestExports.service("shop/web"), TestExports.slice("shop/web", "a", "10.10.0.1"));
        TestGateway west = watcher();
        west.awaitView(view -> view.containsKey("import shop/api") && view.containsKey("slice east/shop/web/a"));

        RemoveGatewayResponse answer = removeGateway("east", "gw-1");

        assertThat(answer.getNotYetDurable()).isFalse();
        assertThat(Refusals.of(one.awaitEnd())).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        assertThat(renewal(first)).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        west.awaitView(view -> !view.containsKey("import shop/api"));
        assertThat(west.view()).containsKeys("import shop/web", "slice east/shop/web/a");
        ten.exportChange(List.of(TestExports.service("shop/more")), List.of());
        assertThat(refused(() -> removeGateway("east", "gw-10"))).isEqualTo("FAILED_PRECONDITION LAST_GATEWAY");
        controlPlane.stop();
        controlPlane.startAgain();
        assertThat(refused(() -> removeGateway("east", "gw-1"))).isEqualTo("NOT_FOUND GATEWAY_UNKNOWN");
        assertThat(renewal(first)).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        controlPlane.joinAdditional("east", "gw-1");
        controlPlane.stop();
        try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
            assertThat(store.audit(10))
                    .extracting(each -> each.action() + " " + each.subject() + " " + each.outcome())
                    .contains("gateway.remove east/gw-1 granted", "gateway.remove east/gw-10 LAST_GATEWAY");
        }
    }
}
