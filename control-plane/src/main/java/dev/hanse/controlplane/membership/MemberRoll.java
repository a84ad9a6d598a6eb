// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.discovery.model.ClusterId;
import java.util.List;

/**
 * Answers whether a cluster is a member, and refuses what needs the other answer. Owned by the control loop.
 *
 * @param clusterSet its name
 * @param members of it
 */
record MemberRoll(String clusterSet, Members members) {

    ClusterMember require(ClusterId id) {
        return members.cluster(id)
                .orElseThrow(() -> new RefusedException(
                        Reason.CLUSTER_UNKNOWN, "cluster " + id + " is no member of " + clusterSet));
    }

    GatewayMember require(GatewayId id) {
        require(id.cluster());
        return members.gateway(id)
                .orElseThrow(() -> new RefusedException(
                        Reason.GATEWAY_UNKNOWN, "cluster " + id.cluster() + " has no gateway " + id.name()));
    }

    List<GatewayId> gatewaysOf(ClusterId cluster) {
        return members.gatewaysOf(cluster).stream().map(GatewayMember::id).toList();
    }

    void requireNone(ClusterId id) {
        if (members.cluster(id).isPresent()) {
            throw new RefusedException(
                    Reason.CLUSTER_EXISTS,
                    "cluster " + id
                            + " is a member already (expected: another id, or a token for one more gateway or in the place of one)");
        }
    }
}
