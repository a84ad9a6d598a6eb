// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.peers.Members;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;

/**
 * Checks again what was checked when the call began: the answer may have changed in between. Owned by the control loop.
 *
 * @param members of the cluster set
 * @param certificates that were issued to them
 */
record Admission(Members members, IssuedCertificates certificates) {

    GatewayMember requireMember(GatewayId gateway, String serial) {
        if (certificates.isRevoked(serial)) {
            throw noMember(gateway);
        }
        return members.gateway(gateway).orElseThrow(() -> noMember(gateway));
    }

    ClusterMember requireCluster(GatewayId gateway) {
        return members.cluster(gateway.cluster()).orElseThrow(() -> noMember(gateway));
    }

    private static RefusedException noMember(GatewayId gateway) {
        return new RefusedException(
                Reason.IDENTITY_REVOKED, "gateway " + gateway + " is no member any more; join again with a token");
    }
}
