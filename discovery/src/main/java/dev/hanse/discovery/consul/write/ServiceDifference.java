// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What has to be done so that a Consul service is as it is to be: what is new first, so that the service is never empty in between. */
final class ServiceDifference {

    private ServiceDifference() {}

    /**
     * Empty: nothing.
     *
     * @param wanted instances by id; none: the service is to go
     * @param seen what is on the node under these ids or under the name of the service, others' too
     * @param health of them
     */
    static List<Operation> of(
            Map<String, WantedInstance> wanted, Map<String, SeenInstance> seen, Map<String, Health> health) {
        List<Operation> operations = new ArrayList<>();
        new TreeMap<>(wanted).forEach((id, instance) -> {
            SeenInstance there = seen.get(id);
            if (there == null || !there.instance().equals(instance.instance())) {
                operations.add(new Operation.Put(id, instance, there == null ? 0 : there.version()));
            } else if (!instance.health().equals(health.get(id))) {
                operations.add(new Operation.Report(id, instance));
            }
        });
        new TreeMap<>(seen).forEach((id, there) -> {
            if (there.isOurs() && !wanted.containsKey(id)) {
                operations.add(new Operation.Remove(id, there));
            }
        });
        return operations;
    }

    /** The id of an instance that somebody else has made where one is to be; empty: none. */
    static Optional<String> inTheWay(Map<String, WantedInstance> wanted, Map<String, SeenInstance> seen) {
        return seen.entrySet().stream()
                .filter(each ->
                        wanted.containsKey(each.getKey()) && !each.getValue().isOurs())
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst();
    }
}
