// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.PrefixSet;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/**
 * A member of the cluster set.
 *
 * @param id its id
 * @param podPrefixes where its endpoints lie; no two members' overlap
 * @param servicePrefixes for information
 * @param registeredAt when its first gateway joined
 */
public record ClusterMember(
        ClusterId id, List<IpPrefix> podPrefixes, List<IpPrefix> servicePrefixes, Instant registeredAt) {

    /** Copies the lists. */
    public ClusterMember {
        podPrefixes = List.copyOf(podPrefixes);
        servicePrefixes = List.copyOf(servicePrefixes);
    }

    /** Whether one of the pod prefixes contains {@code address}. */
    public boolean owns(InetAddress address) {
        return new PrefixSet(podPrefixes).contains(address);
    }
}
