// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import static dev.hanse.controlplane.testing.TestExports.name;
import static dev.hanse.controlplane.testing.TestExports.service;
import static dev.hanse.controlplane.testing.TestExports.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.proto.v1.Connection;
import dev.hanse.proto.v1.DirectionTraffic;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.GetServiceRequest;
import dev.hanse.proto.v1.GetServiceResponse;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.ImportedSlice;
import dev.hanse.proto.v1.ListConnectionsRequest;
import dev.hanse.proto.v1.ListServicesRequest;
import dev.hanse.proto.v1.ListServicesResponse;
import dev.hanse.proto.v1.PathDrop;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathState;
import dev.hanse.proto.v1.PathTraffic;
import dev.hanse.proto.v1.Resolution;
import dev.hanse.proto.v1.ResolveRequest;
import dev.hanse.proto.v1.ResolveResponse;
import dev.hanse.proto.v1.Service;
import dev.hanse.proto.v1.TunnelEndpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
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
        report(gateway, PathState.newBuilder().setPeer(key(peer)).setUp(up).setRoundTripMicros(1_234));
    }

    private void report(TestGateway gateway, PathState.Builder path) {
        gateway.send(ExchangeRequest.newBuilder()
                .setPathReport(PathReport.newBuilder().addPaths(path))
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
    void servicesOfAMemberThatAreLargeComeInMorePages() {
        String large = "x".repeat(15_000);
        List<ExportItem> services = new ArrayList<>();
        for (int i = 0; i < 330; i++) {
            ExportItem.Builder item = service("bulk/s" + i).toBuilder();
            item.getServiceExportBuilder().putExportedAnnotations("note", large);
            services.add(item.build());
        }
        for (int from = 0; from < services.size(); from += 55) {
            assertThat(west.exportChange(services.subList(from, from + 55), List.of())
                            .getRefusalsList())
                    .isEmpty();
        }

        List<Service> found = new ArrayList<>();
        String page = "";
        do {
            ListServicesResponse answer = controlPlane
                    .inspection()
                    .listServices(ListServicesRequest.newBuilder()
                            .setNamespace("bulk")
                            .setPageSize(1_000)
                            .setPageToken(page)
                            .build());
            assertThat(answer.getSerializedSize()).isLessThan(1 << 20);
            found.addAll(answer.getServicesList());
            page = answer.getNextPageToken();
        } while (!page.isEmpty());
        assertThat(found).hasSize(330).doesNotHaveDuplicates();
    }

    @Test
    void endpointsOfOneServiceThatAreManyComeInMorePages() {
        for (int piece = 0; piece < 60; piece++) {
            List<ExportItem> slices = new ArrayList<>();
            if (piece == 0) {
                slices.add(service("bulk/one"));
            }
            for (int slice = 0; slice < 10; slice++) {
                slices.add(largeSlice(piece * 10 + slice));
            }
            assertThat(west.exportChange(slices, List.of()).getRefusalsList()).isEmpty();
        }

        List<ImportedSlice> found = new ArrayList<>();
        String page = "";
        do {
            GetServiceResponse answer = controlPlane
                    .inspection()
                    .getService(GetServiceRequest.newBuilder()
                            .setService(name("bulk/one"))
                            .setPageToken(page)
                            .build());
            assertThat(answer.getService().getContributions(0).getEndpoints()).isEqualTo(60_000);
            found.addAll(answer.getSlicesList());
            page = answer.getNextPageToken();
        } while (!page.isEmpty());
        assertThat(found).hasSize(600).doesNotHaveDuplicates();
        assertThat(Refusals.of(catchThrowable(() -> controlPlane
                        .inspection()
                        .getService(GetServiceRequest.newBuilder()
                                .setService(name("bulk/one"))
                                .setPageToken("nonsense")
                                .build()))))
                .isEqualTo("INVALID_ARGUMENT FIELD_INVALID");
    }

    /** A hundred endpoints with the longest names that fit. */
    private static ExportItem largeSlice(int number) {
        String[] addresses = new String[100];
        for (int i = 0; i < addresses.length; i++) {
            int host = number * 100 + i + 1;
            addresses[i] = "10.20." + (host >> 8) + "." + (host & 255);
        }
        ExportItem.Builder item = slice("bulk/one", "s" + number, addresses).toBuilder();
        item.getEndpointSliceBuilder()
                .getEndpointsBuilderList()
                .forEach(endpoint -> endpoint.setHostname("h".repeat(60)));
        return item.build();
    }

    @Test
    void namesResolveAsInTheCluster() {
        assertThat(resolve("west", "web.shop.svc.clusterset.local")).containsExactly("west");
        assertThat(resolve("east", "WEB.shop.svc.clusterset.local.")).containsExactly("east", "east");
        assertThat(resolve("east", "none.shop.svc.clusterset.local")).containsExactly("NXDOMAIN");
        assertThat(resolve("east", "shop.svc.clusterset.local")).containsExactly("NOERROR");
    }

    @Test
    void nameWithManyEndpointsComesInMorePages() {
        String cluster = "c".repeat(31) + "." + "d".repeat(31);
        TestGateway north = controlPlane.gateway(controlPlane.join(cluster, "gw-1", "10.30.0.0/16"));
        north.connect();
        north.exportSnapshot(service("bulk/one"));
        for (int piece = 0; piece < 50; piece++) {
            List<ExportItem> slices = new ArrayList<>();
            for (int number = piece * 10; number < piece * 10 + 10; number++) {
                slices.add(slice("bulk/one", "s" + number, hosts(number)));
            }
            assertThat(north.exportChange(slices, List.of()).getRefusalsList()).isEmpty();
        }

        List<ByteString> found = new ArrayList<>();
        int pages = 0;
        String page = "";
        do {
            ResolveResponse answer = controlPlane
                    .inspection()
                    .resolve(ResolveRequest.newBuilder()
                            .setClusterId("west")
                            .setName("one.bulk.svc.clusterset.local")
                            .setPageToken(page)
                            .build());
            assertThat(answer.getSerializedSize()).isLessThan(4 << 20);
            answer.getAnswersList().forEach(each -> found.add(each.getAddress()));
            page = answer.getNextPageToken();
            pages++;
        } while (!page.isEmpty());
        assertThat(pages).isEqualTo(2);
        assertThat(found).hasSize(50_000).doesNotHaveDuplicates();
    }

    private static String[] hosts(int slice) {
        return IntStream.rangeClosed(slice * 100 + 1, slice * 100 + 100)
                .mapToObj(host -> "10.30." + (host >> 8) + "." + (host & 255))
                .toArray(String[]::new);
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
    void connectionsShowTrafficAndTheNumberOfWorkers() {
        TestGateway north = controlPlane.gateway(controlPlane.join("north", "gw-1", "10.30.0.0/16"));
        north.connect(Hello.newBuilder().setTunnelEndpoint(endpoint(1, 4)));
        TestGateway south = controlPlane.gateway(controlPlane.join("south", "gw-1", "10.40.0.0/16"));
        south.connect(Hello.newBuilder().setTunnelEndpoint(endpoint(2, 0)));
        south.exportSnapshot();
        PathTraffic traffic = PathTraffic.newBuilder()
                .setSent(DirectionTraffic.newBuilder()
                        .setPackets(5)
                        .setOctets(700)
                        .addAllBursts(List.of(1L, 2L))
                        .setBurstDatagrams(5)
                        .setTimedFrames(1)
                        .setTimedNanos(900)
                        .setTimedOctets(1452))
                .setReceived(DirectionTraffic.newBuilder().setPackets(1))
                .addDrops(PathDrop.newBuilder().setReason("REPLAYED").setCount(3))
                .build();
        report(south, PathState.newBuilder().setPeer(key("north")).setTraffic(traffic));

        Connection connection = controlPlane
                .inspection()
                .listConnections(ListConnectionsRequest.newBuilder()
                        .setClusterId("south")
                        .build())
                .getConnections(0);
        assertThat(connection.getTraffic()).isEqualTo(traffic);
        assertThat(connection.getFromWorkers()).isZero();
        assertThat(connection.getToWorkers()).isEqualTo(4);
    }

    @Test
    void trafficBeyondTheLimitsEndsTheStream() {
        DirectionTraffic.Builder buckets = DirectionTraffic.newBuilder().addAllBursts(Collections.nCopies(17, 1L));
        west.send(ExchangeRequest.newBuilder()
                .setPathReport(PathReport.newBuilder()
                        .addPaths(PathState.newBuilder()
                                .setPeer(key("east"))
                                .setTraffic(PathTraffic.newBuilder().setSent(buckets))))
                .build());
        assertThat(Refusals.of(west.awaitEnd())).isEqualTo("INVALID_ARGUMENT PROTOCOL_VIOLATION");
    }

    private static TunnelEndpoint endpoint(int seed, int workers) {
        byte[] key = new byte[32];
        key[1] = (byte) seed;
        return TunnelEndpoint.newBuilder()
                .setPublicKey(ByteString.copyFrom(key))
                .addAddresses("192.0.2." + seed + ":51820")
                .setWorkers(workers)
                .build();
    }

    private static GatewayKey key(String cluster) {
        return GatewayKey.newBuilder().setCluster(cluster).setGateway("gw-1").build();
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
