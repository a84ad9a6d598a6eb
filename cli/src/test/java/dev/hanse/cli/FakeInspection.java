// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.hanse.proto.v1.Connection;
import dev.hanse.proto.v1.Contribution;
import dev.hanse.proto.v1.DirectionTraffic;
import dev.hanse.proto.v1.Endpoint;
import dev.hanse.proto.v1.EndpointSlice;
import dev.hanse.proto.v1.ExportCondition;
import dev.hanse.proto.v1.GatewayFindings;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.GatewayLeftOut;
import dev.hanse.proto.v1.GatewayRefusedWrite;
import dev.hanse.proto.v1.GetServiceRequest;
import dev.hanse.proto.v1.GetServiceResponse;
import dev.hanse.proto.v1.HostFinding;
import dev.hanse.proto.v1.ImportedSlice;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.ListConnectionsRequest;
import dev.hanse.proto.v1.ListConnectionsResponse;
import dev.hanse.proto.v1.ListServicesRequest;
import dev.hanse.proto.v1.ListServicesResponse;
import dev.hanse.proto.v1.PathDrop;
import dev.hanse.proto.v1.PathTraffic;
import dev.hanse.proto.v1.Protocol;
import dev.hanse.proto.v1.RefusedWrite;
import dev.hanse.proto.v1.Resolution;
import dev.hanse.proto.v1.ResolveRequest;
import dev.hanse.proto.v1.ResolveResponse;
import dev.hanse.proto.v1.Service;
import dev.hanse.proto.v1.ServiceImport;
import dev.hanse.proto.v1.ServiceName;
import dev.hanse.proto.v1.ServicePort;
import dev.hanse.proto.v1.ServiceType;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** One service, shop/web, exported by east with a conflict; one path, up from west to east, with other numbers of workers seen from east. */
final class FakeInspection extends InspectionGrpc.InspectionImplBase {

    private static final ByteString ADDRESS = ByteString.copyFrom(new byte[] {10, 10, 0, 11});

    private static final ByteString SECOND_PAGE = ByteString.copyFrom(new byte[] {10, 10, 0, 12});

    @Override
    public void listServices(ListServicesRequest request, StreamObserver<ListServicesResponse> answer) {
        one(answer, ListServicesResponse.newBuilder().addServices(service()).build());
    }

    @Override
    public void getService(GetServiceRequest request, StreamObserver<GetServiceResponse> answer) {
        boolean first = request.getPageToken().isEmpty();
        one(
                answer,
                GetServiceResponse.newBuilder()
                        .setService(service())
                        .addSlices(slice(first ? ADDRESS : SECOND_PAGE))
                        .addAllRefusedWrites(first ? List.of(refused()) : List.of())
                        .addAllLeftOut(first ? List.of(leftOut()) : List.of())
                        .setNextPageToken(first ? "east/a" : "")
                        .build());
    }

    private static GatewayRefusedWrite refused() {
        return GatewayRefusedWrite.newBuilder()
                .setGateway(gateway("west"))
                .setWrite(RefusedWrite.newBuilder()
                        .setService(name())
                        .setTarget("kubernetes")
                        .setText("Service shop/derived-\u001b[2Jx cannot be written: exceeded quota"))
                .build();
    }

    private static GatewayLeftOut leftOut() {
        return GatewayLeftOut.newBuilder()
                .setGateway(gateway("west"))
                .setLeftOut(872)
                .build();
    }

    private static ImportedSlice.Builder slice(ByteString address) {
        return ImportedSlice.newBuilder()
                .setCluster("east")
                .setSlice(EndpointSlice.newBuilder()
                        .setService(name())
                        .setSlice("a")
                        .addPorts(ServicePort.newBuilder().setPort(80).setProtocol(Protocol.PROTOCOL_TCP))
                        .addEndpoints(Endpoint.newBuilder()
                                .setAddress(address)
                                .setReady(true)
                                .setWeight(1)));
    }

    @Override
    public void listConnections(ListConnectionsRequest request, StreamObserver<ListConnectionsResponse> answer) {
        if (request.getPageToken().isEmpty()) {
            one(answer, firstPage());
        } else {
            one(
                    answer,
                    ListConnectionsResponse.newBuilder()
                            .addConnections(Connection.newBuilder()
                                    .setFrom(gateway("east"))
                                    .setTo(gateway("west"))
                                    .setFromWorkers(2)
                                    .setToWorkers(4))
                            .build());
        }
    }

    private static ListConnectionsResponse firstPage() {
        return ListConnectionsResponse.newBuilder()
                .addConnections(Connection.newBuilder()
                        .setFrom(gateway("west"))
                        .setTo(gateway("east"))
                        .setUp(true)
                        .setRoundTripMicros(420)
                        .setMtu(1424)
                        .setFromWorkers(2)
                        .setToWorkers(2)
                        .setTraffic(traffic())
                        .setSince(Timestamp.newBuilder()
                                .setSeconds(CommandLineRun.NOW.minusSeconds(30).getEpochSecond())))
                .setNextPageToken("west/gw-1/east/gw-1")
                .addFindings(GatewayFindings.newBuilder()
                        .setGateway(gateway("west"))
                        .addFindings(HostFinding.newBuilder()
                                .setCode("FORWARD_DROPPED")
                                .setText("table ip filter, chain \u001b[2JFORWARD, policy drop")
                                .setRemedy("accept hanse0")))
                .build();
    }

    private static PathTraffic traffic() {
        return PathTraffic.newBuilder()
                .setSent(DirectionTraffic.newBuilder()
                        .setPackets(1200)
                        .setOctets(1_536_000)
                        .addAllBursts(List.of(10L, 0L, 0L, 0L, 0L, 0L, 20L))
                        .setBurstDatagrams(1230)
                        .setTimedFrames(2)
                        .setTimedNanos(1300)
                        .setTimedOctets(2800))
                .setReceived(DirectionTraffic.newBuilder().setPackets(7).setOctets(-1))
                .addDrops(PathDrop.newBuilder().setReason("STAGING_FULL").setCount(2))
                .addDrops(PathDrop.newBuilder().setReason("REPLAYED").setCount(1))
                .build();
    }

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> answer) {
        boolean known = request.getName().equals("web.shop.svc.clusterset.local");
        ResolveResponse.Builder response = ResolveResponse.newBuilder().setRcode(known ? "NOERROR" : "NXDOMAIN");
        boolean first = request.getPageToken().isEmpty();
        if (known) {
            response.setNextPageToken(first ? "10.10.0.11" : "");
            response.addAnswers(Resolution.newBuilder()
                    .setAddress(first ? ADDRESS : ByteString.copyFrom(new byte[] {10, 10, 0, 12}))
                    .setCluster("east")
                    .setReady(true));
        }
        one(answer, response.build());
    }

    private static Service service() {
        return Service.newBuilder()
                .setServiceImport(ServiceImport.newBuilder()
                        .setService(name())
                        .setType(ServiceType.SERVICE_TYPE_CLUSTER_SET_IP)
                        .addPorts(ServicePort.newBuilder()
                                .setPort(80)
                                .setName("http")
                                .setProtocol(Protocol.PROTOCOL_TCP)))
                .addContributions(Contribution.newBuilder()
                        .setCluster("east")
                        .setEndpoints(2)
                        .setReadyEndpoints(1)
                        .addConditions(ExportCondition.newBuilder()
                                .setType("Valid")
                                .setStatus("True")
                                .setReason("Valid"))
                        .addConditions(ExportCondition.newBuilder()
                                .setType("Conflict")
                                .setStatus("True")
                                .setReason("PortConflict")
                                .setMessage("ports: http is 80/TCP in east and 8080/TCP in west")))
                .build();
    }

    private static ServiceName name() {
        return ServiceName.newBuilder().setNamespace("shop").setName("web").build();
    }

    private static GatewayKey gateway(String cluster) {
        return GatewayKey.newBuilder().setCluster(cluster).setGateway("gw-1").build();
    }

    private static <T> void one(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
