// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.cli.remote.ControlPlaneConnection;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.GetClusterRequest;
import dev.hanse.proto.v1.ListClustersRequest;
import dev.hanse.proto.v1.ListClustersResponse;
import java.util.ArrayList;
import java.util.List;

/** The registry's members. */
final class Members {

    private static final int PAGE = 1000;

    private Members() {}

    static ClusterInfo one(ControlPlaneConnection controlPlane, String id) {
        return ClusterInfo.of(controlPlane
                .stub(ClusterRegistryGrpc::newBlockingStub)
                .getCluster(GetClusterRequest.newBuilder().setClusterId(id).build())
                .getCluster());
    }

    static List<ClusterInfo> all(ControlPlaneConnection controlPlane) {
        List<ClusterInfo> members = new ArrayList<>();
        String page = "";
        do {
            ListClustersResponse answer = controlPlane
                    .stub(ClusterRegistryGrpc::newBlockingStub)
                    .listClusters(ListClustersRequest.newBuilder()
                            .setPageSize(PAGE)
                            .setPageToken(page)
                            .build());
            answer.getClustersList().stream().map(ClusterInfo::of).forEach(members::add);
            page = answer.getNextPageToken();
        } while (!page.isEmpty());
        return members;
    }
}
