// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.net.InetAddress;
import java.util.List;

/**
 * What one cluster's clients may use in place of a service's endpoints: an address of that cluster, which leads to them.
 *
 * @param ips of either family, without scopes; none: it is not allocated yet
 * @param ports on which it answers, under the service's numbers
 */
public record ServiceAddress(List<InetAddress> ips, List<ServicePort> ports) {

    /** The service is to have one, and has none yet. */
    public static final ServiceAddress PENDING = new ServiceAddress(List.of(), List.of());

    /** Copies the lists. */
    public ServiceAddress {
        ips = List.copyOf(ips);
        ports = List.copyOf(ports);
    }
}
