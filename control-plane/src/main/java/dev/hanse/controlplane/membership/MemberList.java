// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.Page;
import dev.hanse.proto.v1.Cluster;
import dev.hanse.proto.v1.ListClustersResponse;

/**
 * Shows members to operators. Owned by the control loop.
 *
 * @param members of the cluster set
 * @param exports that are counted
 * @param streams that say who is connected
 */
record MemberList(Members members, MemberExports exports, MemberStreams streams) {

    ListClustersResponse page(String after, Page page) {
        Page.Filled<Cluster> found = page.fill(members.clusters().values().stream()
                .filter(each -> each.id().value().compareTo(after) > 0)
                .map(this::describe)
                .iterator());
        return ListClustersResponse.newBuilder()
                .addAllClusters(found.entries())
                .setNextPageToken(found.next(Cluster::getId))
                .build();
    }

    Cluster describe(ClusterMember cluster) {
        return MemberMessages.cluster(
                cluster, members.gatewaysOf(cluster.id()), exports.exportedServices(cluster.id()), streams);
    }
}
