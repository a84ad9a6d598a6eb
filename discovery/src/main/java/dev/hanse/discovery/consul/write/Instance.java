// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import java.util.List;
import java.util.Map;

/**
 * What of an instance of a Consul service is written, but for its health.
 *
 * @param service name in Consul
 * @param address an IP address
 * @param port 0: none
 * @param tags in order
 * @param meta of the service
 * @param weight share of the clients that ask for SRV, 1 at least
 */
record Instance(String service, String address, int port, List<String> tags, Map<String, String> meta, int weight) {

    Instance {
        tags = List.copyOf(tags);
        meta = Map.copyOf(meta);
    }
}
