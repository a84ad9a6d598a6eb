// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.identity.CertificateChain;
import dev.hanse.controlplane.identity.CertificateRequest;
import dev.hanse.controlplane.identity.Identity;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Redemption;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.net.address.IpPrefix;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/**
 * A well-formed request to become a member.
 *
 * @param secret of the token
 * @param gateway that joins
 * @param request for its certificate
 * @param podPrefixes of its cluster; may be empty for one more gateway
 * @param servicePrefixes of its cluster
 */
record Registration(
        byte[] secret,
        GatewayId gateway,
        CertificateRequest request,
        List<IpPrefix> podPrefixes,
        List<IpPrefix> servicePrefixes) {

    /** Names the gateway only. */
    @Override
    public String toString() {
        return gateway.toString();
    }

    /** A gateway of a member names no pod prefixes, or the cluster's. */
    void requirePrefixesOf(ClusterMember cluster) {
        if (!podPrefixes.isEmpty() && !new HashSet<>(podPrefixes).equals(new HashSet<>(cluster.podPrefixes()))) {
            throw RefusedException.field(
                    "pod_prefixes",
                    podPrefixes + " (expected: none, or those that cluster " + cluster.id() + " was registered with: "
                            + cluster.podPrefixes() + ")");
        }
    }

    /** Whether a token was used by this request, the same key under the same name. */
    boolean repeats(Redemption used) {
        return used.isBy(gateway.name(), request.keyHash());
    }

    /** That a token was used by this request. */
    Redemption redemption(Instant now) {
        return new Redemption(now, gateway.name(), request.keyHash());
    }

    /** What a request got. */
    record Granted(Identity.OfGateway identity, CertificateChain chain) {}
}
