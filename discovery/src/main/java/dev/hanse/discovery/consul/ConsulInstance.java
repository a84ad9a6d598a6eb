// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.Comparator;
import java.util.Map;

/**
 * What matters of one instance of a Consul service.
 *
 * @param service name of the Consul service
 * @param node name of its node
 * @param nodeId which lies in the node's data; empty: it has none
 * @param id unique on the node
 * @param address of the instance, else of its node; an IP address or, against custom, a host name
 * @param port 0: none
 * @param meta of the service, not of the node
 * @param passing whether all checks of instance and node pass
 */
record ConsulInstance(
        String service,
        String node,
        String nodeId,
        String id,
        String address,
        int port,
        Map<String, String> meta,
        boolean passing) {

    /** A stable order, so that what is left out by a limit does not depend on the order of answers. */
    static final Comparator<ConsulInstance> ORDER = Comparator.comparing(ConsulInstance::service)
            .thenComparing(ConsulInstance::node)
            .thenComparing(ConsulInstance::id);

    ConsulInstance {
        meta = Map.copyOf(meta);
    }

    /** Names the instance in a message. */
    String label() {
        return service + " (instance " + id + " on node " + node + ")";
    }
}
