// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which ports of an import one cluster's endpoints may answer: those that the cluster itself exports under the same protocol and number.
 *
 * @param portless whether the cluster exports the service without ports, as a headless service may be
 * @param importedByName the port of the import by the name that the cluster gives it
 */
public record PortMapping(boolean portless, Map<String, ServicePort> importedByName) {

    /** Copies the map. */
    public PortMapping {
        importedByName = Map.copyOf(importedByName);
    }

    /**
     * A slice of this cluster as importers may see it: only with ports that carry traffic, under the names of the import; the numbers stay those
     * on which the endpoints listen.
     *
     * @return empty if none of the slice's ports carries traffic, hence none of its endpoints may be answered
     */
    public Optional<EndpointSlice> apply(EndpointSlice slice) {
        List<ServicePort> ports = slice.ports().stream().flatMap(this::imported).toList();
        if (ports.isEmpty() && !portless) {
            return Optional.empty();
        }
        return Optional.of(new EndpointSlice(slice.service(), slice.name(), ports, slice.endpoints()));
    }

    private Stream<ServicePort> imported(ServicePort listening) {
        ServicePort shared = importedByName.get(listening.name());
        return shared == null || shared.protocol() != listening.protocol()
                ? Stream.empty()
                : Stream.of(new ServicePort(
                        shared.name(), listening.protocol(), listening.port(), listening.appProtocol()));
    }
}
