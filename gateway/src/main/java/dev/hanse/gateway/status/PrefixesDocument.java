// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.net.address.IpPrefix;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose pods have which addresses, as in the status.
 *
 * @param pods the cluster's own, as registered
 * @param clusters those of the others, by their id, as far as gateways of theirs are known
 */
record PrefixesDocument(List<String> pods, Map<String, List<String>> clusters) {

    static PrefixesDocument of(ViewStatus view) {
        Map<String, TreeSet<String>> clusters = new TreeMap<>();
        view.content()
                .peers()
                .values()
                .forEach(peer -> peer.prefixes().stream()
                        .map(IpPrefix::toString)
                        .forEach(clusters.computeIfAbsent(peer.id().cluster(), _ -> new TreeSet<>())::add));
        Map<String, List<String>> sorted = new TreeMap<>();
        clusters.forEach((cluster, prefixes) -> sorted.put(cluster, List.copyOf(prefixes)));
        return new PrefixesDocument(view.podPrefixes(), sorted);
    }
}
