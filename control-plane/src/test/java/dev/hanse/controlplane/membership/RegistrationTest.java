// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.identity.CertificateIdentity;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.proto.v1.Cluster;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.JoinToken;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.ListClustersResponse;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RegisterClusterResponse;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.RenewCertificateRequest;
import dev.hanse.proto.v1.RenewCertificateResponse;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects membership over real TLS: who may join, as what, and what each refusal says. */
class RegistrationTest {

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

    private static StatusRuntimeException refused(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }

    private StatusRuntimeException refusedToJoin(RegisterClusterRequest request) {
        return refused(() -> controlPlane.anonymous().registerCluster(request));
    }

    @Test
    void tokenNamesAddressPinAndCluster() throws Exception {
        JoinToken token = JoinTokenText.decode(controlPlane.token("east"));

        assertThat(token.getAddressesList()).containsExactly(controlPlane.address());
        assertThat(token.getClusterSet()).isEqualTo("demo");
        assertThat(token.getClusterId()).isEqualTo("east");
        assertThat(token.getCaPin().toByteArray())
                .isEqualTo(MessageDigest.getInstance("SHA-256")
                        .digest(controlPlane.root().getPublicKey().getEncoded()));
    }

    @Test
    void memberGetsACertificateForItsOwnKey() {
        TestKey key = TestKey.fresh();
        RegisterClusterResponse response = controlPlane
                .anonymous()
                .registerCluster(controlPlane.joinRequest(controlPlane.token("east"), "gw-1", key, "10.10.0.0/16"));

        TestIdentity identity = TestIdentity.of(response.getCertificateChainList(), key);
        assertThat(identity.chain().getFirst().getPublicKey())
                .isEqualTo(key.pair().getPublic());
        assertThat(CertificateIdentity.of(identity.chain().getFirst()).uri())
                .hasToString("spiffe://demo/cluster/east/gateway/gw-1")
                .hasToString(response.getIdentity());
        assertThat(TestIdentity.certificate(response.getTrustBundle(0).toByteArray()))
                .isEqualTo(controlPlane.root());
    }

    /** It becomes a label's value in Kubernetes. */
    @Test
    void newClustersHaveIdsOfAtMost63Octets() {
        String half = "a".repeat(31);

        assertThat(controlPlane.token(half + "." + half)).isNotEmpty();
        StatusRuntimeException refused = refused(() -> controlPlane.token(half + "." + half + "a"));
        assertThat(Refusals.of(refused)).startsWith("INVALID_ARGUMENT");
        assertThat(refused).hasMessageContaining("cluster id: 64 octets (expected: at most 63");
    }

    @Test
    void tokenIsGoodOnce() {
        String token = controlPlane.token("east");
        controlPlane
                .anonymous()
                .registerCluster(controlPlane.joinRequest(token, "gw-1", TestKey.fresh(), "10.1.0.0/16"));

        assertThat(Refusals.of(refusedToJoin(controlPlane.joinRequest(token, "gw-2", TestKey.fresh(), "10.2.0.0/16"))))
                .isEqualTo("UNAUTHENTICATED TOKEN_USED");
    }

    @Test
    void refusedCallDoesNotUseTheTokenUp() {
        String token = controlPlane.token("east");
        RegisterClusterRequest right = controlPlane.joinRequest(token, "gw-1", TestKey.fresh(), "10.1.0.0/16");

        assertThat(Refusals.of(
                        refusedToJoin(right.toBuilder().setClusterId("west").build())))
                .isEqualTo("PERMISSION_DENIED TOKEN_WRONG_CLUSTER");
        assertThat(Refusals.of(
                        refusedToJoin(right.toBuilder().clearPodPrefixes().build())))
                .isEqualTo("INVALID_ARGUMENT FIELD_INVALID");
        assertThat(Refusals.of(refusedToJoin(right.toBuilder()
                        .setCsr(ByteString.copyFromUtf8("no request"))
                        .build())))
                .isEqualTo("INVALID_ARGUMENT CSR_INVALID");
        assertThat(controlPlane.anonymous().registerCluster(right).getIdentity())
                .endsWith("east/gateway/gw-1");
    }

    @Test
    void wrongSecretsAreToldApart() {
        RegisterClusterRequest right =
                controlPlane.joinRequest(controlPlane.token("east"), "gw-1", TestKey.fresh(), "10.1.0.0/16");

        assertThat(Refusals.of(refusedToJoin(right.toBuilder()
                        .setTokenSecret(ByteString.copyFrom(new byte[32]))
                        .build())))
                .isEqualTo("UNAUTHENTICATED TOKEN_UNKNOWN");
        assertThat(Refusals.of(refusedToJoin(
                        right.toBuilder().setTokenSecret(ByteString.EMPTY).build())))
                .isEqualTo("UNAUTHENTICATED TOKEN_MALFORMED");
    }

    @Test
    void malformedFieldsAreNamed() {
        RegisterClusterRequest right =
                controlPlane.joinRequest(controlPlane.token("east"), "gw-1", TestKey.fresh(), "10.1.0.0/16");

        for (List<String> wrong : List.of(
                List.of("pod_prefixes", "10.1.0.1/16"),
                List.of("pod_prefixes", "0.0.0.0/0"),
                List.of("pod_prefixes", "127.0.0.0/8"),
                List.of("pod_prefixes", "169.0.0.0/8"),
                List.of("pod_prefixes", "fe00::/8"),
                List.of("pod_prefixes", "64:ff9b::/96"),
                List.of("pod_prefixes", "2002::/16"),
                List.of("pod_prefixes", "240.0.0.0/8"),
                List.of("pod_prefixes", "255.255.255.255/32"),
                List.of("pod_prefixes", "::ffff:10.0.0.0/104"),
                List.of("pod_prefixes", "10.1/16"),
                List.of("pod_prefixes", "web"))) {
            StatusRuntimeException refused = refusedToJoin(right.toBuilder()
                    .clearPodPrefixes()
                    .addPodPrefixes(wrong.get(1))
                    .build());
            assertThat(Refusals.fields(refused)).containsExactly(wrong.get(0));
        }
        assertThat(Refusals.fields(
                        refusedToJoin(right.toBuilder().setGatewayName("GW").build())))
                .containsExactly("gateway_name");
        assertThat(Refusals.fields(refusedToJoin(right.toBuilder()
                        .addServicePrefixes("10.96.0.0/12")
                        .addServicePrefixes("10.100.0.0/16")
                        .build())))
                .containsExactly("service_prefixes");
    }

    @Test
    void registeredClusterNeedsATokenForOneMoreGateway() {
        controlPlane.join("east", "gw-1", "10.10.0.0/16");

        assertThat(Refusals.of(refused(() -> controlPlane.token("east")))).isEqualTo("ALREADY_EXISTS CLUSTER_EXISTS");
        assertThat(Refusals.of(refused(() -> controlPlane.additionalToken("west"))))
                .isEqualTo("NOT_FOUND CLUSTER_UNKNOWN");
        controlPlane.joinAdditional("east", "gw-2");
        assertThat(Refusals.of(refused(() -> controlPlane.joinAdditional("east", "gw-2"))))
                .isEqualTo("ALREADY_EXISTS GATEWAY_EXISTS");
        assertThat(controlPlane
                        .registry()
                        .getCluster(GetClusterRequest.newBuilder()
                                .setClusterId("east")
                                .build())
                        .getCluster()
                        .getGatewaysCount())
                .isEqualTo(2);
    }

    @Test
    void twoTokensOfOneClusterAdmitOneOnly() {
        String first = controlPlane.token("east");
        String second = controlPlane.token("east");
        controlPlane
                .anonymous()
                .registerCluster(controlPlane.joinRequest(first, "gw-1", TestKey.fresh(), "10.1.0.0/16"));

        assertThat(Refusals.of(refusedToJoin(controlPlane.joinRequest(second, "gw-2", TestKey.fresh(), "10.2.0.0/16"))))
                .isEqualTo("ALREADY_EXISTS CLUSTER_EXISTS");
    }

    @Test
    void guessingIsLimited() {
        RegisterClusterRequest guess = RegisterClusterRequest.newBuilder()
                .setTokenSecret(ByteString.copyFrom(new byte[32]))
                .setClusterId("east")
                .setGatewayName("gw-1")
                .setCsr(ByteString.copyFrom(TestKey.fresh().csr()))
                .build();
        ClusterRegistryGrpc.ClusterRegistryBlockingStub stub = controlPlane.anonymous();

        List<String> answers = IntStream.range(0, 40)
                .mapToObj(_ -> Refusals.of(refused(() -> stub.registerCluster(guess))))
                .distinct()
                .toList();

        assertThat(answers).containsExactly("UNAUTHENTICATED TOKEN_UNKNOWN", "RESOURCE_EXHAUSTED RATE_LIMITED");
    }

    @Test
    void renewalKeepsTheIdentityAndTakesANewKey() {
        TestIdentity identity = controlPlane.join("east", "gw-1", "10.1.0.0/16");
        TestKey fresh = TestKey.fresh();

        RenewCertificateResponse renewed = ClusterRegistryGrpc.newBlockingStub(
                        controlPlane.channel(Optional.of(identity)))
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .renewCertificate(RenewCertificateRequest.newBuilder()
                        .setCsr(ByteString.copyFrom(fresh.csr()))
                        .build());

        TestIdentity after = TestIdentity.of(renewed.getCertificateChainList(), fresh);
        assertThat(CertificateIdentity.of(after.chain().getFirst()))
                .isEqualTo(CertificateIdentity.of(identity.chain().getFirst()));
        assertThat(controlPlane.gateway(after).connect().getClusterId()).isEqualTo("east");
    }

    @Test
    void callersAreHeldToTheirRole() {
        TestIdentity gateway = controlPlane.join("east", "gw-1", "10.1.0.0/16");
        ClusterRegistryGrpc.ClusterRegistryBlockingStub asGateway =
                ClusterRegistryGrpc.newBlockingStub(controlPlane.channel(Optional.of(gateway)));

        assertThat(Refusals.of(refused(() -> asGateway.createToken(
                        CreateTokenRequest.newBuilder().setClusterId("evil").build()))))
                .isEqualTo("PERMISSION_DENIED IDENTITY_MISMATCH");
        assertThat(Refusals.of(
                        refused(() -> controlPlane.anonymous().listClusters(ListClustersRequest.getDefaultInstance()))))
                .isEqualTo("UNAUTHENTICATED IDENTITY_REQUIRED");
        assertThat(Refusals.of(refused(
                        () -> controlPlane.registry().renewCertificate(RenewCertificateRequest.getDefaultInstance()))))
                .isEqualTo("PERMISSION_DENIED IDENTITY_MISMATCH");
    }

    @Test
    void certificateOfAnotherClusterSetIsRefusedByTls(@TempDir Path otherDir) {
        try (TestControlPlane other = TestControlPlane.start(otherDir)) {
            TestIdentity foreign = TestIdentity.operator(otherDir);
            ClusterRegistryGrpc.ClusterRegistryBlockingStub stub = ClusterRegistryGrpc.newBlockingStub(
                            controlPlane.channel(Optional.of(foreign)))
                    .withDeadlineAfter(30, TimeUnit.SECONDS);

            assertThat(Refusals.of(refused(() -> stub.listClusters(ListClustersRequest.getDefaultInstance()))))
                    .isEqualTo("UNAVAILABLE");
            assertThat(other.address()).isNotEqualTo(controlPlane.address());
        }
    }

    @Test
    void removedClusterCanDoNothingAnyMoreAndMayJoinAgain() {
        TestIdentity identity = controlPlane.join("east", "gw-1", "10.1.0.0/16");
        controlPlane
                .registry()
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId("east").build());

        assertThat(Refusals.of(
                        refused(() -> ClusterRegistryGrpc.newBlockingStub(controlPlane.channel(Optional.of(identity)))
                                .renewCertificate(RenewCertificateRequest.getDefaultInstance()))))
                .isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        assertThat(Refusals.of(refused(() -> controlPlane
                        .registry()
                        .removeCluster(RemoveClusterRequest.newBuilder()
                                .setClusterId("east")
                                .build()))))
                .isEqualTo("NOT_FOUND CLUSTER_UNKNOWN");
        controlPlane.join("east", "gw-1", "10.1.0.0/16");
    }

    @Test
    void membersAndRevocationsOutliveARestart() {
        TestIdentity east = controlPlane.join("east", "gw-1", "10.1.0.0/16");
        TestIdentity west = controlPlane.join("west", "gw-1", "10.2.0.0/16");
        String open = controlPlane.token("north");
        controlPlane
                .registry()
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId("west").build());
        controlPlane.stop();
        controlPlane.startAgain();

        assertThat(controlPlane.gateway(east).connect().getPodPrefixesList()).containsExactly("10.1.0.0/16");
        assertThat(Refusals.of(
                        refused(() -> ClusterRegistryGrpc.newBlockingStub(controlPlane.channel(Optional.of(west)))
                                .renewCertificate(RenewCertificateRequest.getDefaultInstance()))))
                .isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        controlPlane
                .anonymous()
                .registerCluster(controlPlane.joinRequest(open, "gw-1", TestKey.fresh(), "10.3.0.0/16"));
    }

    @Test
    void decisionsAndRefusalsAreAudited() throws Exception {
        String token = controlPlane.token("east");
        RegisterClusterRequest right = controlPlane.joinRequest(token, "gw-1", TestKey.fresh(), "10.1.0.0/16");
        controlPlane.anonymous().registerCluster(right);
        refusedToJoin(controlPlane.joinRequest(token, "gw-1", TestKey.fresh(), "10.1.0.0/16"));
        controlPlane
                .registry()
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId("east").build());
        controlPlane.stop();

        try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
            assertThat(store.audit(10))
                    .extracting(each -> each.action() + " " + each.subject() + " " + each.outcome())
                    .containsExactly(
                            "cluster.remove east granted",
                            "cluster.register east/gw-1 TOKEN_USED",
                            "cluster.register east/gw-1 granted",
                            "token.create east granted");
            assertThat(store.audit(10).getFirst().actor()).isEqualTo("spiffe://demo/operator/admin");
            assertThat(store.audit(10).getLast().toString()).doesNotContain(token);
        }
    }

    @Test
    void fullStoreRefusesWritesAndReadsGoOn() throws Exception {
        controlPlane.join("east", "gw-1", "10.1.0.0/16");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("federation.db"));
                Statement sql = other.createStatement()) {
            sql.execute("CREATE TRIGGER full BEFORE INSERT ON token BEGIN SELECT RAISE(ABORT, 'disk is full'); END");

            assertThat(Refusals.of(refused(() -> controlPlane.token("west"))))
                    .isEqualTo("UNAVAILABLE STORE_UNAVAILABLE");
            assertThat(controlPlane
                            .registry()
                            .listClusters(ListClustersRequest.getDefaultInstance())
                            .getClustersCount())
                    .isEqualTo(1);

            sql.execute("DROP TRIGGER full");
            assertThat(controlPlane.token("west")).startsWith("hanse1.");
        }
    }

    @Test
    void listComesInPages() {
        for (int i = 0; i < 3; i++) {
            controlPlane.join("c" + i, "gw-1", "10." + i + ".0.0/16");
        }
        ListClustersResponse first = controlPlane
                .registry()
                .listClusters(ListClustersRequest.newBuilder().setPageSize(2).build());
        ListClustersResponse second = controlPlane
                .registry()
                .listClusters(ListClustersRequest.newBuilder()
                        .setPageSize(2)
                        .setPageToken(first.getNextPageToken())
                        .build());

        assertThat(first.getClustersList()).extracting(Cluster::getId).containsExactly("c0", "c1");
        assertThat(second.getClustersList()).extracting(Cluster::getId).containsExactly("c2");
        assertThat(second.getNextPageToken()).isEmpty();
    }
}
