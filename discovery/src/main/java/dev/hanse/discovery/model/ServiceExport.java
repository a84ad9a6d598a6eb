// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.time.Instant;
import java.util.List;

/**
 * A cluster's declaration that a service is visible to the cluster set (KEP-1645). Its endpoints are {@link EndpointSlice}s of the same name.
 *
 * @param name the service
 * @param type how it is consumed
 * @param createdAt when the export was made; the oldest wins conflicts
 * @param ports at most {@link #MAX_PORTS}, each name and protocol once; what Kubernetes would not have in one Service is among them, see {@link KubernetesPorts}
 * @param traits what the oldest export decides as a whole
 */
public record ServiceExport(
        ServiceName name, ServiceType type, Instant createdAt, List<ServicePort> ports, ServiceTraits traits) {

    /** Largest number of ports of one export. */
    public static final int MAX_PORTS = 100;

    /** Copies the ports and checks their number. */
    public ServiceExport {
        ports = List.copyOf(ports);
        if (ports.size() > MAX_PORTS) {
            throw new IllegalArgumentException(
                    "export " + name + ": " + ports.size() + " ports (expected: at most " + MAX_PORTS + ")");
        }
    }
}
