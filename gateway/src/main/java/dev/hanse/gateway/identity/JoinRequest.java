// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import java.util.List;

/**
 * Who wants to become a member.
 *
 * @param cluster the cluster
 * @param gateway name of the gateway
 * @param podPrefixes pod prefixes of the cluster
 * @param servicePrefixes service prefixes of the cluster
 */
public record JoinRequest(
        ClusterId cluster, String gateway, List<IpPrefix> podPrefixes, List<IpPrefix> servicePrefixes) {

    /** Copies the lists. */
    public JoinRequest {
        podPrefixes = List.copyOf(podPrefixes);
        servicePrefixes = List.copyOf(servicePrefixes);
    }

    /** Whether an identity is that of who wants to be a member. */
    boolean isOf(GatewayIdentity identity) {
        return identity.cluster().equals(cluster) && identity.gateway().equals(gateway);
    }
}
