// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import dev.hanse.proto.v1.Cluster;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.CreateTokenResponse;
import dev.hanse.proto.v1.DescribeRemovalRequest;
import dev.hanse.proto.v1.DescribeRemovalResponse;
import dev.hanse.proto.v1.DrainGatewayRequest;
import dev.hanse.proto.v1.DrainGatewayResponse;
import dev.hanse.proto.v1.Gateway;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.GetClusterResponse;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.ListClustersResponse;
import dev.hanse.proto.v1.Removal;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.RemoveClusterResponse;
import dev.hanse.proto.v1.RemoveGatewayRequest;
import dev.hanse.proto.v1.RemoveGatewayResponse;
import dev.hanse.proto.v1.RotateGatewayKeyRequest;
import dev.hanse.proto.v1.RotateGatewayKeyResponse;
import dev.hanse.proto.v1.ServiceName;
import dev.hanse.proto.v1.UndrainGatewayRequest;
import dev.hanse.proto.v1.UndrainGatewayResponse;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A registry with the members east and west, one to a page. */
final class FakeRegistry extends ClusterRegistryGrpc.ClusterRegistryImplBase {

    final List<CreateTokenRequest> tokens = new ArrayList<>();
    final List<String> removed = new ArrayList<>();
    final List<String> described = new ArrayList<>();
    final List<String> rotated = new ArrayList<>();
    final List<String> drained = new ArrayList<>();
    boolean storeFails;
    boolean knowsAllowedPrefixes = true;

    @Override
    public void createToken(CreateTokenRequest request, StreamObserver<CreateTokenResponse> answer) {
        tokens.add(request);
        one(
                answer,
                CreateTokenResponse.newBuilder()
                        .setToken("hanse1.c2VjcmV0")
                        .setTokenId("t-1")
                        .setExpiresAt(at(CommandLineRun.NOW.plusSeconds(900)))
                        .addAllAllowedPodPrefixes(
                                knowsAllowedPrefixes ? request.getAllowedPodPrefixesList() : List.of())
                        .build());
    }

    @Override
    public void listClusters(ListClustersRequest request, StreamObserver<ListClustersResponse> answer) {
        boolean first = request.getPageToken().isEmpty();
        one(
                answer,
                ListClustersResponse.newBuilder()
                        .addClusters(cluster(first ? "east" : "west"))
                        .setNextPageToken(first ? "more" : "")
                        .build());
    }

    @Override
    public void getCluster(GetClusterRequest request, StreamObserver<GetClusterResponse> answer) {
        one(
                answer,
                GetClusterResponse.newBuilder()
                        .setCluster(cluster(request.getClusterId()))
                        .build());
    }

    @Override
    public void removeCluster(RemoveClusterRequest request, StreamObserver<RemoveClusterResponse> answer) {
        if (!request.getClusterId().equals("east")) {
            answer.onError(StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                    .setCode(com.google.rpc.Code.NOT_FOUND_VALUE)
                    .setMessage("cluster \"" + request.getClusterId() + "\" is no member")
                    .addDetails(Any.pack(ErrorInfo.newBuilder()
                            .setDomain("hanse.dev")
                            .setReason("CLUSTER_UNKNOWN")
                            .build()))
                    .build()));
            return;
        }
        removed.add(request.getClusterId());
        one(
                answer,
                RemoveClusterResponse.newBuilder()
                        .setRemoval(removal())
                        .setNotYetDurable(storeFails)
                        .build());
    }

    @Override
    public void removeGateway(RemoveGatewayRequest request, StreamObserver<RemoveGatewayResponse> answer) {
        removed.add(request.getClusterId() + "/" + request.getGatewayName());
        one(answer, RemoveGatewayResponse.newBuilder().setRemoval(removal()).build());
    }

    @Override
    public void describeRemoval(DescribeRemovalRequest request, StreamObserver<DescribeRemovalResponse> answer) {
        described.add(request.getClusterId() + "/" + request.getGatewayName());
        one(answer, DescribeRemovalResponse.newBuilder().setRemoval(removal()).build());
    }

    /** East does it at once, west never, and north is away. */
    @Override
    public void rotateGatewayKey(RotateGatewayKeyRequest request, StreamObserver<RotateGatewayKeyResponse> answer) {
        rotated.add(request.getClusterId() + "/" + request.getGatewayName());
        one(
                answer,
                RotateGatewayKeyResponse.newBuilder()
                        .setConnected(!request.getClusterId().equals("north"))
                        .build());
    }

    /** East has another gateway, west has none, and north is away. */
    @Override
    public void drainGateway(DrainGatewayRequest request, StreamObserver<DrainGatewayResponse> answer) {
        drained.add(request.getClusterId() + "/" + request.getGatewayName());
        one(
                answer,
                DrainGatewayResponse.newBuilder()
                        .setConnected(!request.getClusterId().equals("north"))
                        .setOthers(!request.getClusterId().equals("west"))
                        .build());
    }

    @Override
    public void undrainGateway(UndrainGatewayRequest request, StreamObserver<UndrainGatewayResponse> answer) {
        drained.remove(request.getClusterId() + "/" + request.getGatewayName());
        one(
                answer,
                UndrainGatewayResponse.newBuilder()
                        .setConnected(!request.getClusterId().equals("north"))
                        .build());
    }

    private static Removal removal() {
        return Removal.newBuilder()
                .addGateways("gw-1")
                .addServices(ServiceName.newBuilder().setNamespace("shop").setName("api"))
                .addServices(ServiceName.newBuilder().setNamespace("shop").setName("web"))
                .setServiceCount(3)
                .setEndpointCount(7)
                .build();
    }

    private static Cluster cluster(String id) {
        return Cluster.newBuilder()
                .setId(id)
                .addPodPrefixes("10.10.0.0/16")
                .setRegisteredAt(at(CommandLineRun.NOW.minusSeconds(120)))
                .setExportedServices(3)
                .addGateways(Gateway.newBuilder()
                        .setName("gw-1")
                        .setConnected(true)
                        .setSoftwareVersion("0.1.0")
                        .setLastSeen(at(CommandLineRun.NOW.minusSeconds(4)))
                        .addTunnelAddresses("192.0.2.1:51820")
                        .setJoinedAt(at(CommandLineRun.NOW.minusSeconds(90)))
                        .setTunnelKeyRetired(id.equals("west"))
                        .setDrained(id.equals("west")))
                .build();
    }

    private static Timestamp at(Instant time) {
        return Timestamp.newBuilder().setSeconds(time.getEpochSecond()).build();
    }

    private static <T> void one(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
