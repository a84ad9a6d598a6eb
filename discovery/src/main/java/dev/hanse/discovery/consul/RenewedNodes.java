// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds nodes whose agent has lost its data. Such an agent deregisters what the catalog has of its node and it does not know any more: nobody meant that. It is known
 * by the id of the node, which lies in the same data.
 */
final class RenewedNodes {

    /** Where more nodes lose instances at once, the rest counts as meant. */
    private static final int MOST = 100;

    private RenewedNodes() {}

    /**
     * The names of those nodes of the instances that have another id now.
     *
     * @param known whether the node of an instance is known to have got another id just now
     */
    static Set<String> of(
            ConsulConnection connection, Collection<ConsulInstance> missing, Predicate<ConsulInstance> known)
            throws ConsulException, InterruptedException {
        Map<String, String> ids = new HashMap<>();
        missing.stream()
                .filter(each -> !each.nodeId().isEmpty())
                .limit(MOST)
                .forEach(each -> ids.put(each.node(), each.nodeId()));
        Set<String> renewed = new HashSet<>();
        missing.stream().filter(known).map(ConsulInstance::node).forEach(renewed::add);
        for (Map.Entry<String, String> before : ids.entrySet()) {
            if (!renewed.contains(before.getKey()) && hasAnother(connection, before.getKey(), before.getValue())) {
                renewed.add(before.getKey());
            }
        }
        return renewed;
    }

    private static boolean hasAnother(ConsulConnection connection, String node, String id)
            throws ConsulException, InterruptedException {
        Optional<String> now = connection.nodeId(node);
        return now.isPresent() && !now.get().equals(id);
    }
}
