// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import static dev.hanse.controlplane.testing.TestExports.name;
import static dev.hanse.controlplane.testing.TestExports.service;
import static dev.hanse.controlplane.testing.TestExports.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.GetServiceRequest;
import dev.hanse.proto.v1.GetServiceResponse;
import dev.hanse.proto.v1.ListConnectionsRequest;
import dev.hanse.proto.v1.ListServicesRequest;
import dev.hanse.proto.v1.ListServicesResponse;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathState;
import dev.hanse.proto.v1.Resolution;
import dev.hanse.proto.v1.ResolveRequest;
import dev.hanse.proto.v1.ResolveResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what operators are shown: it is what gateways see and say. */
class InspectionTest {

    @TempDir
    private Path dataDir;

    private TestControlPlane controlPlane;
    private TestGateway east;
    private TestGateway west;

    @BeforeEach
    void start() {
        controlPlane = TestControlPlane.start(dataDir);
        east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
        west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
        east.connect();
        west.connect();
        east.exportSnapshot(
                service("shop/web"), slice("shop/web", "a", "10.10.0.7", "10.10.0.8"), service("shop/empty"));
        west.exportSnapshot(service("shop/web"), slice("shop/web", "a", "10.20.0.7"));
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private List<String> resolve(String cluster, String name) {
        ResolveResponse response = controlPlane
                .inspection()
                .resolve(ResolveRequest.newBuilder()
                        .setClusterId(cluster)
                        .setName(name)
                        .build());
        return response.getAnswersCount() == 0
                ? List.of(response.getRcode())
                : response.getAnswersList().stream().map(Resolution::getCluster).toList();
    }

    private void report(TestGateway gateway, String peer, boolean up) {
        gateway.send(ExchangeRequest.newBuilder()
                .setPathReport(PathReport.newBuilder()
                        .addPaths(PathState.newBuilder()
                                .setPeer(
                                        GatewayKey.newBuilder().setCluster(peer).setGateway("gw-1"))
                                .setUp(up)
                                .setRoundTripMicros(1_234)))
                .build());
        // Messages of a stream are taken in order: an answer to this one says that the report was taken.
        gateway.exportChange(List.of(), List.of());
    }

    @Test
    void servicesAreListedWithWhatEachClusterContributes() {
        ListServicesResponse first = controlPlane
                .inspection()
                .listServices(ListServicesRequest.newBuilder().setPageSize(1).build());
        ListServicesResponse second = controlPlane
                .inspection()
                .listServices(ListServicesRequest.newBuilder()
                        .setPageSize(1)
                        .setPageToken(first.getNextPageToken())
                        .build());

        assertThat(first.getServices(0).getServiceImport().getService()).isEqualTo(name("shop/empty"));
        assertThat(second.getServices(0).getContributionsList())
                .extracting(each -> each.getCluster() + " " + each.getReadyEndpoints() + "/" + each.getEndpoints())
                .containsExactly("east 2/2", "west 1/1");
        assertThat(second.getNextPageToken()).isEmpty();
        assertThat(controlPlane
                        .inspection()
                        .listServices(ListServicesRequest.newBuilder()
                                .setNamespace("other")
                                .build())
                        .getServicesList())
                .isEmpty();
    }

    @Test
    void serviceIsShownWithItsSlices() {
        GetServiceResponse response = controlPlane
                .inspection()
                .getService(GetServiceRequest.newBuilder()
                        .setService(name("shop/web"))
                        .build());

        assertThat(response.getSlicesList())
                .extracting(each -> each.getCluster() + " " + each.getSlice().getEndpointsCount())
                .containsExactly("east 2", "west 1");
        assertThat(Refusals.of(catchThrowable(() -> controlPlane
                        .inspection()
                        .getService(GetServiceRequest.newBuilder()
                                .setService(name("shop/none"))
                                .build()))))
                .isEqualTo("NOT_FOUND SERVICE_UNKNOWN");
    }

    @Test
    void namesResolveAsInTheCluster() {
        assertThat(resolve("west", "web.shop.svc.clusterset.local")).containsExactly("west");
        assertThat(resolve("east", "WEB.shop.svc.clusterset.local.")).containsExactly("east", "east");
        assertThat(resolve("east", "none.shop.svc.clusterset.local")).containsExactly("NXDOMAIN");
        assertThat(resolve("east", "shop.svc.clusterset.local")).containsExactly("NOERROR");
    }

    @Test
    void questionsThatMakeNoSenseAreRefused() {
        assertThat(Refusals.of(catchThrowable(() -> resolve("north", "web.shop.svc.clusterset.local"))))
                .isEqualTo("NOT_FOUND CLUSTER_UNKNOWN");
        assertThat(Refusals.of(catchThrowable(() -> resolve("east", "web.example"))))
                .isEqualTo("INVALID_ARGUMENT FIELD_INVALID");
    }

    @Test
    void connectionsAreWhatGatewaysReport() {
        report(west, "east", true);
        report(east, "west", false);

        assertThat(controlPlane
                        .inspection()
                        .listConnections(ListConnectionsRequest.getDefaultInstance())
                        .getConnectionsList())
                .extracting(each -> each.getFrom().getCluster() + ">"
                        + each.getTo().getCluster() + " " + each.getUp() + " " + each.getRoundTripMicros())
                .containsExactly("east>west false 1234", "west>east true 1234");
    }

    @Test
    void unreachableClusterDoesNotAnswer() {
        west.exportSnapshot();
        assertThat(resolve("west", "web.shop.svc.clusterset.local")).containsExactly("east", "east");
        east.exportSnapshot();
        west.exportSnapshot(service("shop/web"), slice("shop/web", "a", "10.20.0.7"));
        TestGateway north = controlPlane.gateway(controlPlane.join("north", "gw-1", "10.30.0.0/16"));
        north.connect();
        north.exportSnapshot(service("shop/web"), slice("shop/web", "a", "10.30.0.7"));
        assertThat(resolve("east", "web.shop.svc.clusterset.local")).containsExactlyInAnyOrder("west", "north");

        report(east, "west", false);

        assertThat(resolve("east", "web.shop.svc.clusterset.local")).containsExactly("north");
    }
}
