// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells one Consul from another at the same address by the ids of its servers' nodes, which lie in their data. Servers that are replaced one by one make no
 * other Consul. For any thread.
 */
final class Servers {

    private Set<String> known = Set.of();
    private int generation;

    /**
     * Looks who answers a new connection.
     *
     * @return changes where no server is one of before
     * @throws ConsulException if the servers cannot be seen
     */
    int generationAt(ConsulConnection connection) throws ConsulException, InterruptedException {
        List<ConsulInstance> servers =
                connection.instances(ReadRights.SERVERS, 0).value();
        ReadRights.requireServers(servers);
        return generationOf(servers.stream()
                .map(ConsulInstance::nodeId)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
    }

    private synchronized int generationOf(Set<String> ids) {
        if (ids.isEmpty()) {
            return generation;
        }
        if (!known.isEmpty() && known.stream().noneMatch(ids::contains)) {
            generation++;
        }
        known = ids;
        return generation;
    }
}
