// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A connection to Consul's HTTP API that carries one query at a time. A blocking query occupies its connection until something changes, so every
 * loop has its own. Used by one thread, which the queries block.
 */
interface ConsulConnection extends ConsulRequests {

    /** Opens connections; for any thread. */
    interface Factory extends ConsulRequests.Factory<ConsulConnection> {}

    /**
     * The names of all services.
     *
     * @param index 0: answer at once; else wait until the state is newer, or for a while
     */
    ConsulAnswer<Set<String>> services(long index) throws ConsulException, InterruptedException;

    /**
     * All instances of a service with their health; none if it is unknown.
     *
     * @param hold longest time for which Consul may hold back the answer
     */
    ConsulAnswer<List<ConsulInstance>> instances(String service, long index, Duration hold)
            throws ConsulException, InterruptedException;

    /** The same, for the usual time. */
    ConsulAnswer<List<ConsulInstance>> instances(String service, long index)
            throws ConsulException, InterruptedException;

    /** The id of the node with this name; empty: it has none, or is not there. */
    Optional<String> nodeId(String node) throws ConsulException, InterruptedException;
}
