// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.PortName;
import dev.hanse.discovery.model.ServicePort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which ports of an import one cluster's endpoints answer: those that the cluster itself exports. The numbers are those on which the endpoints listen, whatever
 * number the import has: ports belong to endpoints.
 *
 * @param headless whether the merged service is: then an address is something without a port too
 * @param portless whether the cluster exports the service without ports, as a headless service may be
 * @param exported names of the ports of the export that stand in the import
 * @param unstated where endpoints listen of which nothing is stated
 * @param alsoCalled what older exports call the number of a port
 * @param conflicting ports that the import has under another number than the cluster
 */
public record PortMapping(
        boolean headless,
        boolean portless,
        Set<PortName> exported,
        List<ServicePort> unstated,
        Map<PortName, PortName> alsoCalled,
        Set<PortName> conflicting) {

    /** Copies what it is given. */
    public PortMapping {
        exported = Set.copyOf(exported);
        unstated = List.copyOf(unstated);
        alsoCalled = Map.copyOf(alsoCalled);
        conflicting = Set.copyOf(conflicting);
    }

    /**
     * A slice of this cluster as importers may see it: with every port that its endpoints answer. A slice that states none is of an exporter that knows no other
     * ports than those of its export.
     *
     * @return empty if none of the slice's ports is exported, hence none of its endpoints may be answered
     */
    public Optional<EndpointSlice> apply(EndpointSlice slice) {
        if (slice.portless()) {
            return headless ? Optional.of(slice) : Optional.empty();
        }
        List<ServicePort> ports = answered(slice.ports().isEmpty() ? unstated : slice.ports());
        if (ports.isEmpty() && !portless) {
            return Optional.empty();
        }
        Set<String> apart = conflicting.isEmpty() ? Set.of() : conflictingAmong(ports);
        return Optional.of(
                ports.equals(slice.ports()) && apart.equals(slice.conflicting())
                        ? slice
                        : new EndpointSlice(slice.service(), slice.name(), ports, apart, false, slice.endpoints()));
    }

    private Set<String> conflictingAmong(List<ServicePort> ports) {
        return ports.stream()
                .filter(port -> conflicting.contains(port.portName()))
                .map(ServicePort::name)
                .collect(Collectors.toSet());
    }

    private List<ServicePort> answered(List<ServicePort> stated) {
        List<ServicePort> ports = new ArrayList<>(stated.size());
        Set<String> names = new HashSet<>();
        for (ServicePort port : stated) {
            if (exported.contains(port.portName()) && names.add(port.name())) {
                ports.add(port);
            }
        }
        for (ServicePort port : List.copyOf(ports)) {
            PortName other = alsoCalled.get(port.portName());
            if (other != null && names.add(other.name())) {
                ports.add(new ServicePort(other.name(), other.protocol(), port.port(), port.appProtocol()));
            }
        }
        return ports;
    }
}
