// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects a start from what an earlier program stored: it stays out, and the operator can see that. */
class QuarantineTest {

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

    private String metrics() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + controlPlane.statusAddress().getPort() + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private List<String> audit() throws Exception {
        controlPlane.stop();
        try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
            return store.audit(100).stream()
                    .map(each -> each.action() + " " + each.subject() + " " + each.outcome() + " " + each.detail())
                    .toList();
        }
    }

    @Test
    void prefixOfBeforeTheBoundsIsNobodysRouteAndIsSeen() throws Exception {
        TestIdentity east = controlPlane.join("east", "gw-1", "10.1.0.0/16");
        controlPlane.stop();
        try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
            store.commit(List.of(new StateChange.PutCluster(new ClusterMember(
                    new ClusterId("east"),
                    List.of(IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("169.0.0.0/8")),
                    List.of(),
                    Instant.now()))));
        }
        controlPlane.startAgain();

        assertThat(controlPlane.gateway(east).connect().getPodPrefixesList()).containsExactly("10.1.0.0/16");
        assertThat(metrics()).contains("hanse_quarantined 1.0");
        assertThat(audit())
                .anySatisfy(line ->
                        assertThat(line).startsWith("state.load cluster east QUARANTINED 1: pod prefix: 169.0.0.0/8"));
    }

    @Test
    void tunnelOfBeforeTheBoundsDoesNotStopTheStart() throws Exception {
        TestIdentity east = controlPlane.join("east", "gw-1", "10.1.0.0/16");
        TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.2.0.0/16"));
        controlPlane.stop();
        byte[] zeroKeyAndLoopback = dev.hanse.proto.v1.TunnelEndpoint.newBuilder()
                .setPublicKey(com.google.protobuf.ByteString.copyFrom(new byte[32]))
                .addAddresses("127.0.0.1:51820")
                .build()
                .toByteArray();
        try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("federation.db"));
                PreparedStatement update =
                        file.prepareStatement("UPDATE gateway SET tunnel = ? WHERE cluster = 'east'")) {
            update.setBytes(1, zeroKeyAndLoopback);
            update.executeUpdate();
        }
        controlPlane.startAgain();

        west.connect();
        west.await(message -> message.hasViewDelta());
        assertThat(west.view()).doesNotContainKey("peer east/gw-1");
        controlPlane.gateway(east).connect();
        assertThat(metrics()).contains("hanse_quarantined 1.0");
        assertThat(audit())
                .anySatisfy(line -> assertThat(line).startsWith("state.load gateway east/gw-1 QUARANTINED 1: tunnel"));
    }
}
