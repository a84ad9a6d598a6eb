// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.List;

/**
 * A bounded set of endpoints of one service from one cluster that share their ports; the unit that moves when an endpoint changes.
 *
 * @param service the service that the endpoints answer for
 * @param name unique within service and cluster; RFC 1123 label
 * @param ports the ports that these endpoints listen on, by the names that the service gives them, each name once; none: those of the export, under its numbers
 * @param endpoints at most {@link #MAX_ENDPOINTS}
 */
public record EndpointSlice(ServiceName service, String name, List<ServicePort> ports, List<Endpoint> endpoints) {

    /** As Kubernetes' own slices. */
    public static final int MAX_ENDPOINTS = 100;

    /** Copies the lists and checks name and size. */
    public EndpointSlice {
        DnsLabel.require("endpoint slice", name);
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > MAX_ENDPOINTS) {
            throw new IllegalArgumentException("endpoint slice " + name + ": " + endpoints.size()
                    + " endpoints (expected: at most " + MAX_ENDPOINTS + ")");
        }
    }
}
