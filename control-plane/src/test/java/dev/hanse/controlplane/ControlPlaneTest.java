// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import static dev.hanse.net.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.exchange.LeaseTimes;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestExports;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.InspectionGrpc.InspectionBlockingStub;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.ListServicesRequest;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.ResolveRequest;
import dev.hanse.proto.v1.ResolveResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the walk that everything else is part of, over real TLS: join, export, see, resolve, leave, and what goes by itself. */
class ControlPlaneTest {

    @TempDir
    private Path dataDir;

    @Test
    void exportOfOneClusterIsSeenInAnother() {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestGateway east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
            TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
            east.connect();
            west.connect();

            DeltaAck ack = east.exportSnapshot(
                    TestExports.service("shop/web"), TestExports.slice("shop/web", "a", "10.10.0.7"));

            assertThat(ack.getRefusalsList()).isEmpty();
            assertThat(west.awaitView(view -> view.containsKey("slice east/shop/web/a")))
                    .containsOnlyKeys("import shop/web", "slice east/shop/web/a");
            assertThat(east.awaitView(view -> view.containsKey("status shop/web")))
                    .containsOnlyKeys("import shop/web", "slice east/shop/web/a", "status shop/web");
            ResolveResponse resolved = controlPlane
                    .inspection()
                    .resolve(ResolveRequest.newBuilder()
                            .setClusterId("west")
                            .setName("web.shop.svc.clusterset.local")
                            .build());
            assertThat(resolved.getRcode()).isEqualTo("NOERROR");
            assertThat(resolved.getAnswersList())
                    .singleElement()
                    .satisfies(answer -> assertThat(answer.getCluster()).isEqualTo("east"));
            assertThat(controlPlane
                            .registry()
                            .listClusters(ListClustersRequest.getDefaultInstance())
                            .getClustersList())
                    .extracting(cluster -> cluster.getId() + " " + cluster.getExportedServices() + " "
                            + cluster.getGateways(0).getConnected())
                    .containsExactly("east 1 true", "west 0 true");
        }
    }

    @Test
    void membershipEndsForAllAndInTheAuditLog() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir)) {
            TestGateway east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
            TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
            east.connect();
            west.connect();
            east.exportSnapshot(TestExports.service("shop/web"));
            west.awaitView(view -> view.containsKey("import shop/web"));

            controlPlane
                    .registry()
                    .removeCluster(RemoveClusterRequest.newBuilder()
                            .setClusterId("east")
                            .build());

            assertThat(Refusals.of(east.awaitEnd())).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
            assertThat(west.awaitView(Map::isEmpty)).isEmpty();
            controlPlane.stop();
            try (SqliteFederationStore store = SqliteFederationStore.open(dataDir)) {
                // The end of the stream is counted as a refusal, after the removal.
                assertThat(store.audit(10))
                        .filteredOn(entry -> entry.action().equals("cluster.remove"))
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.action() + " " + entry.subject() + " " + entry.outcome()
                                        + " " + entry.detail())
                                .isEqualTo("cluster.remove east granted 1 certificates revoked"));
                assertThat(store.load().exports().contributions()).isEmpty();
            }
        }
    }

    @Test
    void whatALostGatewaySaidEndsByItself() {
        LeaseTimes times = new LeaseTimes(Duration.ofSeconds(1), Duration.ofSeconds(4));
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir, times)) {
            TestGateway first = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
            first.connect();
            first.exportSnapshot(TestExports.service("shop/web"));
            first.vanish();
            TestGateway second = controlPlane.gateway(controlPlane.joinAdditional("east", "gw-2"));
            second.connect();
            second.exportSnapshot();
            InspectionBlockingStub inspection = controlPlane.inspection();

            await("the end of what the lost gateway exported", () -> {
                second.heartbeat();
                return inspection
                        .listServices(ListServicesRequest.getDefaultInstance())
                        .getServicesList()
                        .isEmpty();
            });
        }
    }

    @Test
    void storeThatWorksAgainIsWrittenByItself() throws Exception {
        try (TestControlPlane controlPlane = TestControlPlane.start(dataDir);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + dataDir.resolve("federation.db"));
                Statement sql = other.createStatement()) {
            TestGateway east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
            east.connect();
            sql.execute(
                    "CREATE TRIGGER full BEFORE INSERT ON contribution BEGIN SELECT RAISE(ABORT, 'disk is full'); END");

            assertThat(east.exportSnapshot(TestExports.service("shop/web")).getRefusalsList())
                    .isEmpty();
            assertThat(ready(controlPlane)).isEqualTo("503 the store cannot be written");

            sql.execute("DROP TRIGGER full");
            await("readiness", () -> ready(controlPlane).equals("200 ok"));
        }
    }

    private static String ready(TestControlPlane controlPlane) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                    + controlPlane.statusAddress().getPort() + "/readyz"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body().strip();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("/readyz does not answer", e);
        }
    }
}
