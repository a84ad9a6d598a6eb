// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.List;
import java.util.Set;

/**
 * Tells an empty datacenter from one that the token may not see: Consul answers a token without rights with less, not with an error. The service
 * {@code consul}, which the servers register themselves, is always there for those who may read it.
 */
final class ReadRights {

    static final String SERVERS = "consul";

    private static final String GRANT =
            ", so it may hide others (grant the token service:read and node:read, on that service too)";

    private ReadRights() {}

    /**
     * Accepts the names of all services.
     *
     * @throws ConsulException if they are not all
     */
    static void require(Set<String> names) throws ConsulException {
        if (!names.contains(SERVERS)) {
            throw new ConsulException("Consul shows no service \"" + SERVERS + "\"" + GRANT);
        }
    }

    /**
     * Accepts the instances of that service.
     *
     * @throws ConsulException if there are none: the token may see services and not the nodes on which they are
     */
    static void requireServers(List<ConsulInstance> servers) throws ConsulException {
        if (servers.isEmpty()) {
            throw new ConsulException("Consul shows no instance of its service \"" + SERVERS + "\"" + GRANT);
        }
    }
}
