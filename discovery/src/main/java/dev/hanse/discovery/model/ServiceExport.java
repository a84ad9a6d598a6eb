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
 * @param ipFamilies of its addresses, the primary one first; none: not stated, then those of its endpoints count
 * @param origin which object asks for it
 */
public record ServiceExport(
        ServiceName name,
        ServiceType type,
        Instant createdAt,
        List<ServicePort> ports,
        ServiceTraits traits,
        List<IpFamily> ipFamilies,
        ExportOrigin origin) {

    /** Largest number of ports of one export. */
    public static final int MAX_PORTS = 100;

    /** An export of a source that knows neither families nor objects. */
    public ServiceExport(
            ServiceName name, ServiceType type, Instant createdAt, List<ServicePort> ports, ServiceTraits traits) {
        this(name, type, createdAt, ports, traits, List.of(), ExportOrigin.UNKNOWN);
    }

    /** Copies the lists and checks the number of ports and families. */
    public ServiceExport {
        ipFamilies = IpFamily.copyOf(ipFamilies);
        ports = List.copyOf(ports);
        if (ports.size() > MAX_PORTS) {
            throw new IllegalArgumentException(
                    "export " + name + ": " + ports.size() + " ports (expected: at most " + MAX_PORTS + ")");
        }
    }
}
