// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static dev.hanse.net.testing.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestExports;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.proto.v1.ClusterRegistryGrpc.ClusterRegistryBlockingStub;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.Gateway;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.InspectionGrpc.InspectionBlockingStub;
import dev.hanse.proto.v1.ListConnectionsRequest;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects operators from gateways that look connected and are not, and from numbers that do not count. */
class DepartureTest {

    @TempDir
    private Path dataDir;

    private TestControlPlane controlPlane;
    private ClusterRegistryBlockingStub registry;
    private InspectionBlockingStub inspection;

    @BeforeEach
    void start() {
        controlPlane = TestControlPlane.start(dataDir);
        registry = controlPlane.registry();
        inspection = controlPlane.inspection();
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private Gateway east() {
        return registry.getCluster(
                        GetClusterRequest.newBuilder().setClusterId("east").build())
                .getCluster()
                .getGateways(0);
    }

    private int connections() {
        return inspection
                .listConnections(ListConnectionsRequest.getDefaultInstance())
                .getConnectionsCount();
    }

    private String metrics() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                            + controlPlane.statusAddress().getPort() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("/metrics does not answer", e);
        }
    }

    @Test
    void gatewayThatLeavesIsGoneWithWhatItReported() {
        TestGateway east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
        controlPlane.join("west", "gw-1", "10.20.0.0/16");
        east.connect();
        east.send(ExchangeRequest.newBuilder()
                .setPathReport(PathReport.newBuilder()
                        .addPaths(PathState.newBuilder()
                                .setPeer(GatewayKey.newBuilder()
                                        .setCluster("west")
                                        .setGateway("gw-1"))
                                .setSince(Timestamp.newBuilder().setSeconds(1))
                                .setUp(true)))
                .build());
        await("the report", () -> connections() == 1);
        assertThat(east().getConnected()).isTrue();

        east.leave();

        await("the departure", () -> !east().getConnected());
        assertThat(east().hasLastSeen()).isTrue();
        assertThat(connections()).isZero();
        assertThat(metrics()).contains("hanse_gateways_connected 0.0");
        await("the count", () -> metrics().contains("hanse_exchange_streams_ended_total 1.0"));
    }

    @Test
    void whatGoesOverAStreamIsCounted() {
        TestGateway east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
        east.connect();
        east.exportSnapshot(TestExports.service("shop/web"), TestExports.slice("shop/web", "a", "192.0.2.1"));
        east.awaitView(view -> view.containsKey("import shop/web"));

        assertThat(metrics())
                .contains(
                        "hanse_exchange_export_deltas_total 1.0",
                        "hanse_exchange_items_refused_total 1.0",
                        "hanse_exchange_view_snapshots_total 1.0",
                        "hanse_services 1.0")
                .containsPattern("hanse_exchange_view_deltas_total [1-9]");
    }
}
