// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * The ports of a service, apart by whether one Kubernetes Service may have them together: each name once, each protocol and number once, and a name for each of
 * several. Others, as {@code api} and {@code admin} on one number, are served all the same: by their own names in DNS, and by no port of a virtual address.
 *
 * @param service what a Service may have, in the order of all
 * @param further the rest
 */
public record KubernetesPorts(List<ServicePort> service, List<ServicePort> further) {

    /** Copies the lists. */
    public KubernetesPorts {
        service = List.copyOf(service);
        further = List.copyOf(further);
    }

    /** Takes ports of one export as they come: where two exclude each other, the first is the service's. One without a name has to be the first of all. */
    public static KubernetesPorts of(List<ServicePort> ports) {
        return split(ports, (port, before) -> !port.name().isEmpty() || before.isEmpty());
    }

    /**
     * As {@link #of}, of an import, into which several exports may bring ports without a name, and beside others with one: names are made up for them where a Service is written, so that each of them
     * may be the service's.
     */
    public static KubernetesPorts ofImport(List<ServicePort> ports) {
        return split(ports, (_, _) -> true);
    }

    private static KubernetesPorts split(
            List<ServicePort> ports, BiPredicate<ServicePort, List<ServicePort>> mayBeNameless) {
        Set<Object> taken = new HashSet<>();
        List<ServicePort> service = new ArrayList<>(ports.size());
        List<ServicePort> further = new ArrayList<>();
        for (ServicePort port : ports) {
            Object name = port.name().isEmpty() ? port.portName() : port.name();
            boolean fits = mayBeNameless.test(port, service) && !taken.contains(name) && taken.add(port.number());
            if (fits) {
                taken.add(name);
            }
            (fits ? service : further).add(port);
        }
        return new KubernetesPorts(service, further);
    }

    /** All of them, those of the service first. */
    public List<ServicePort> all() {
        return further.isEmpty()
                ? service
                : Stream.concat(service.stream(), further.stream()).toList();
    }
}
