// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.CreateTokenRequest;
import dev.hanse.proto.v1.InspectionGrpc;
import dev.hanse.proto.v1.ListAuditRecordsRequest;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.ListServicesRequest;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.RotateGatewayKeyRequest;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes an operator's calls, as a member and as strangers of several addresses: each is refused, and noted somewhere. */
final class RefusedCalls implements Attack {

    private static final int CALLS_PER_SECOND = 400;
    private static final int CALLS = 6;

    private final List<String> addresses;

    /** From these addresses of this host. */
    RefusedCalls(List<String> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    @Override
    public void run(HostileMember member, Duration duration) {
        List<ManagedChannel> strangers =
                addresses.stream().map(member.door()::stranger).toList();
        Pace pace = new Pace(duration, CALLS_PER_SECOND);
        for (int i = 0; pace.next(); i++) {
            Channel caller = i % 2 == 0 ? member.channel() : strangers.get(i / 2 % strangers.size());
            try {
                call(caller, i / 2 % CALLS, i);
                member.seen().note("ANSWERED");
            } catch (StatusRuntimeException e) {
                member.seen().note(e);
            }
        }
        strangers.forEach(ManagedChannel::shutdownNow);
    }

    /** The names differ from call to call, so that records that are told apart by them would be many. */
    private static void call(Channel channel, int which, int number) {
        String cluster = "north" + number;
        ClusterRegistryGrpc.ClusterRegistryBlockingStub registry =
                ClusterRegistryGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
        InspectionGrpc.InspectionBlockingStub inspection =
                InspectionGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
        switch (which) {
            case 0 ->
                registry.removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId("north").build());
            case 1 ->
                registry.createToken(
                        CreateTokenRequest.newBuilder().setClusterId(cluster).build());
            case 2 ->
                registry.rotateGatewayKey(RotateGatewayKeyRequest.newBuilder()
                        .setClusterId(cluster)
                        .setGatewayName("gw-1")
                        .build());
            case 3 -> registry.listClusters(ListClustersRequest.getDefaultInstance());
            case 4 -> inspection.listServices(ListServicesRequest.getDefaultInstance());
            default -> inspection.listAuditRecords(ListAuditRecordsRequest.getDefaultInstance());
        }
    }
}
