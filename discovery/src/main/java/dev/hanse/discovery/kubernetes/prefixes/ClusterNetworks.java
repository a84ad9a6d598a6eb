// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that a cluster says about its addresses.
 *
 * @param readings one for each place that was looked at
 * @param ciliumIpam who gives pods their addresses where Cilium runs: its setting {@code ipam}, or words for another way; empty: there is no Cilium
 * @param flannelOnNodes whether flannel has marked a Node as its own, wherever its configuration stands
 * @param nodes addresses of the nodes themselves
 */
public record ClusterNetworks(
        List<Reading> readings, String ciliumIpam, boolean flannelOnNodes, List<NodeAddress> nodes) {

    /** Copies the lists. */
    public ClusterNetworks {
        readings = List.copyOf(readings);
        nodes = List.copyOf(nodes);
    }

    /** The same with one more place. */
    public ClusterNetworks with(Reading reading) {
        List<Reading> more = new ArrayList<>(readings);
        more.addFirst(reading);
        return new ClusterNetworks(more, ciliumIpam, flannelOnNodes, nodes);
    }

    /** The prefixes of one network, in the order of the places. */
    public Stream<FoundPrefix> prefixes(Network network) {
        return readings.stream().flatMap(each -> each.prefixes().stream()).filter(each -> each.network() == network);
    }

    /** Those of some places. */
    List<FoundPrefix> prefixes(Network network, Collection<Origin> origins, Scope scope) {
        return prefixes(network)
                .filter(each -> origins.contains(each.origin()) && each.scope() == scope)
                .toList();
    }

    /** Whether a place names a range of the whole cluster for the network. */
    boolean has(Network network, Origin origin) {
        return !prefixes(network, Set.of(origin), Scope.CLUSTER).isEmpty();
    }

    /** Places of which nobody knows what they say. */
    public List<Reading> unknown() {
        return readings.stream().filter(each -> each.state().isUnknown()).toList();
    }
}
