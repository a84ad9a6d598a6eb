// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import dev.hanse.net.text.VisibleText;
import java.util.List;
import java.util.Set;

/**
 * A bounded set of endpoints of one service from one cluster that share their ports; the unit that moves when an endpoint changes.
 *
 * @param service the service that the endpoints answer for
 * @param name unique within service and cluster; as Kubernetes names slices, see {@link DnsSubdomain}
 * @param ports the ports that these endpoints listen on, by the names that the service gives them, each name once; none: those of the export, under its numbers
 * @param conflicting names of those ports that the merged service has under another number than this cluster's: a common address of the service must not lead to them,
 *     their own SRV records do. None in exports: the merge says so
 * @param portless whether the endpoints listen on none of the export's ports, which no {@code ports} would otherwise mean; their names have addresses and no SRV records
 * @param endpoints at most {@link #MAX_ENDPOINTS}
 */
public record EndpointSlice(
        ServiceName service,
        String name,
        List<ServicePort> ports,
        Set<String> conflicting,
        boolean portless,
        List<Endpoint> endpoints) {

    /** As Kubernetes' own slices. */
    public static final int MAX_ENDPOINTS = 100;

    /** Copies the collections and checks name, conflicting ports and size. */
    public EndpointSlice {
        DnsSubdomain.require("endpoint slice", name);
        ports = List.copyOf(ports);
        conflicting = Set.copyOf(conflicting);
        requireAmong(ports, conflicting);
        if (portless && !ports.isEmpty()) {
            throw new IllegalArgumentException(
                    "endpoint slice " + name + ": portless, with " + ports.size() + " ports (expected: none)");
        }
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > MAX_ENDPOINTS) {
            throw new IllegalArgumentException("endpoint slice " + name + ": " + endpoints.size()
                    + " endpoints (expected: at most " + MAX_ENDPOINTS + ")");
        }
    }

    /** A slice of whose ports none conflicts, as every export has it. */
    public EndpointSlice(ServiceName service, String name, List<ServicePort> ports, List<Endpoint> endpoints) {
        this(service, name, ports, Set.of(), false, endpoints);
    }

    /** A slice of endpoints that listen on none of the export's ports. */
    public static EndpointSlice portless(ServiceName service, String name, List<Endpoint> endpoints) {
        return new EndpointSlice(service, name, List.of(), Set.of(), true, endpoints);
    }

    /** The ports that a common address of the service leads to. */
    public List<ServicePort> agreeing() {
        return conflicting.isEmpty()
                ? ports
                : ports.stream()
                        .filter(port -> !conflicting.contains(port.name()))
                        .toList();
    }

    private static void requireAmong(List<ServicePort> ports, Set<String> conflicting) {
        for (String name : conflicting) {
            if (ports.stream().noneMatch(port -> port.name().equals(name))) {
                throw new IllegalArgumentException(
                        "conflicting port: \"" + VisibleText.of(name) + "\" (expected: one of the slice's ports)");
            }
        }
    }
}
