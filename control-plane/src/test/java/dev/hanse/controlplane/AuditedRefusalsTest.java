// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static dev.hanse.controlplane.testing.TestExports.service;
import static dev.hanse.controlplane.testing.TestExports.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.controlplane.testing.TestKey;
import dev.hanse.proto.v1.AuditOutcome;
import dev.hanse.proto.v1.AuditRecord;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.ListAuditRecordsRequest;
import dev.hanse.proto.v1.ListAuditRecordsResponse;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RemoveClusterRequest;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the auditor over real TLS: every refusal is there, whoever refused it, and none pushes another out. */
class AuditedRefusalsTest {

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

    private static void refused(ThrowingCallable call) {
        assertThat(catchThrowableOfType(StatusRuntimeException.class, call)).isNotNull();
    }

    private List<String> kept() throws Exception {
        controlPlane.stop();
        try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
            return store.audit(100).stream()
                    .map(each -> each.action() + " " + each.subject() + " " + each.outcome() + " by " + each.actor())
                    .toList();
        }
    }

    @Test
    void refusalsByRoleAreAudited() throws Exception {
        TestIdentity gateway = controlPlane.join("east", "gw-1", "10.1.0.0/16");
        ClusterRegistryGrpc.ClusterRegistryBlockingStub asGateway = ClusterRegistryGrpc.newBlockingStub(
                        controlPlane.channel(Optional.of(gateway)))
                .withDeadlineAfter(30, TimeUnit.SECONDS);

        refused(() -> asGateway.createToken(
                CreateTokenRequest.newBuilder().setClusterId("evil").build()));
        refused(() -> controlPlane.anonymous().listClusters(ListClustersRequest.getDefaultInstance()));

        assertThat(kept())
                .startsWith(
                        "call hanse.v1.ClusterRegistry/ListClusters IDENTITY_REQUIRED by 127.0.0.1",
                        "call hanse.v1.ClusterRegistry/CreateToken IDENTITY_MISMATCH by"
                                + " spiffe://demo/cluster/east/gateway/gw-1");
    }

    @Test
    void revokedIdentitiesAreNamed() throws Exception {
        TestIdentity gateway = controlPlane.join("east", "gw-1", "10.1.0.0/16");
        controlPlane
                .registry()
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId("east").build());

        TestGateway former = controlPlane.gateway(gateway);
        former.open();
        assertThat(Refusals.of(former.awaitEnd())).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");

        assertThat(kept())
                .startsWith("call hanse.v1.Federation/Exchange IDENTITY_REVOKED by"
                        + " spiffe://demo/cluster/east/gateway/gw-1");
    }

    @Test
    void refusalsOnStreamsAreAudited() throws Exception {
        TestGateway gateway = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.1.0.0/16"));
        gateway.connect();
        gateway.send(ExchangeRequest.newBuilder()
                .setHello(Hello.getDefaultInstance())
                .build());
        assertThat(Refusals.of(gateway.awaitEnd())).isEqualTo("INVALID_ARGUMENT PROTOCOL_VIOLATION");

        assertThat(kept())
                .startsWith("call hanse.v1.Federation/Exchange PROTOCOL_VIOLATION by"
                        + " spiffe://demo/cluster/east/gateway/gw-1");
    }

    /** Each is told to its exporter too; here they are counts, whatever a gateway repeats. */
    @Test
    void refusedItemsAreCountedByReason() throws Exception {
        TestGateway gateway = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.1.0.0/16"));
        gateway.connect();
        for (int i = 0; i < 3; i++) {
            gateway.exportSnapshot(
                    service("shop/web"),
                    slice("shop/web", "first", "10.20.0.7"),
                    slice("shop/web", "second", "10.20.0.8"),
                    slice("shop/web", "BAD", "10.1.0.7"));
        }

        assertThat(kept())
                .filteredOn(each -> each.startsWith("export "))
                .containsExactlyInAnyOrder(
                        "export shop/web/second FOREIGN_PREFIX by spiffe://demo/cluster/east/gateway/gw-1",
                        "export shop/web/BAD INVALID by spiffe://demo/cluster/east/gateway/gw-1");
    }

    @Test
    void callsThatOnlyLookAreNotRefusedByAMissingName() throws Exception {
        refused(() -> controlPlane
                .registry()
                .getCluster(GetClusterRequest.newBuilder().setClusterId("nope").build()));

        assertThat(kept()).isEmpty();
    }

    private List<AuditRecord> asked(ListAuditRecordsRequest request) {
        return controlPlane.inspection().listAuditRecords(request).getRecordsList();
    }

    private static String line(AuditRecord each) {
        return each.getAction() + " " + each.getSubject() + " " + each.getOutcome() + " " + each.getCount();
    }

    @Test
    void operatorsReadWhatWasRefusedAMomentAgo() {
        controlPlane.join("east", "gw-1", "10.1.0.0/16");
        RegisterClusterRequest guess = RegisterClusterRequest.newBuilder()
                .setTokenSecret(ByteString.copyFrom(new byte[32]))
                .setClusterId("east")
                .setGatewayName("gw-1")
                .setCsr(ByteString.copyFrom(TestKey.fresh().csr()))
                .build();
        ClusterRegistryGrpc.ClusterRegistryBlockingStub anonymous = controlPlane.anonymous();
        for (int i = 0; i < 30; i++) {
            refused(() -> anonymous.registerCluster(guess));
        }

        List<AuditRecord> all = asked(ListAuditRecordsRequest.getDefaultInstance());

        assertThat(all)
                .extracting(each -> each.getAction() + " " + each.getSubject() + " " + each.getOutcome())
                .containsExactlyInAnyOrder(
                        "cluster.register east/gw-1 RATE_LIMITED",
                        "cluster.register east/gw-1 TOKEN_UNKNOWN",
                        "cluster.register east/gw-1 granted",
                        "token.create east granted");
        assertThat(all.stream().mapToLong(AuditRecord::getCount).sum()).isEqualTo(32);
        assertThat(asked(ListAuditRecordsRequest.newBuilder()
                        .setOutcome(AuditOutcome.AUDIT_OUTCOME_GRANTED)
                        .setActor("spiffe://demo/operator")
                        .setUntil(Timestamp.newBuilder().setSeconds(1))
                        .build()))
                .extracting(AuditedRefusalsTest::line)
                .isEmpty();
        assertThat(asked(ListAuditRecordsRequest.newBuilder()
                        .setActor("spiffe://demo/operator")
                        .setSubject("east")
                        .setFrom(Timestamp.newBuilder().setSeconds(1))
                        .build()))
                .extracting(AuditedRefusalsTest::line)
                .containsExactly("token.create east granted 1");
    }

    @Test
    void pagesFollowEachOther() {
        for (String cluster : List.of("a", "b", "c")) {
            controlPlane.token(cluster);
        }
        List<String> subjects = new ArrayList<>();
        String page = "";
        do {
            ListAuditRecordsResponse answer = controlPlane
                    .inspection()
                    .listAuditRecords(ListAuditRecordsRequest.newBuilder()
                            .setPageSize(2)
                            .setPageToken(page)
                            .build());
            answer.getRecordsList().forEach(each -> subjects.add(each.getSubject()));
            page = answer.getNextPageToken();
        } while (!page.isEmpty());

        assertThat(subjects).containsExactly("c", "b", "a");
    }

    @Test
    void malformedQuestionsAreAnsweredWithTheField() {
        assertThat(Refusals.fields(catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> asked(ListAuditRecordsRequest.newBuilder()
                                .setPageToken("x")
                                .build()))))
                .containsExactly("page_token");
        assertThat(Refusals.fields(catchThrowableOfType(
                        StatusRuntimeException.class,
                        () -> asked(ListAuditRecordsRequest.newBuilder()
                                .setFrom(Timestamp.newBuilder().setNanos(-1))
                                .build()))))
                .containsExactly("from");
    }
}
