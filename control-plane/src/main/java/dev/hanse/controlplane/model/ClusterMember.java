// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.address.IpPrefix;
import java.time.Instant;
import java.util.List;

/**
 * A member of the cluster set.
 *
 * @param id its id
 * @param podPrefixes where its endpoints lie; no two members' overlap
 * @param servicePrefixes for information
 * @param statedPrefixes those of the pod prefixes that its token stated, each as it is: they may have addresses of others
 * @param registeredAt when its first gateway joined
 */
public record ClusterMember(
        ClusterId id,
        List<IpPrefix> podPrefixes,
        List<IpPrefix> servicePrefixes,
        List<IpPrefix> statedPrefixes,
        Instant registeredAt) {

    /** Copies the lists. */
    public ClusterMember {
        podPrefixes = List.copyOf(podPrefixes);
        servicePrefixes = List.copyOf(servicePrefixes);
        statedPrefixes = List.copyOf(statedPrefixes);
    }

    /** One whose token stated no prefix. */
    public ClusterMember(
            ClusterId id, List<IpPrefix> podPrefixes, List<IpPrefix> servicePrefixes, Instant registeredAt) {
        this(id, podPrefixes, servicePrefixes, List.of(), registeredAt);
    }

    /** The same with these pod prefixes. */
    public ClusterMember withPodPrefixes(List<IpPrefix> prefixes) {
        return new ClusterMember(id, prefixes, servicePrefixes, statedPrefixes, registeredAt);
    }

    /** Whether this prefix may have addresses of others. */
    public boolean states(IpPrefix prefix) {
        return statedPrefixes.contains(prefix);
    }
}
