// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import dev.hanse.discovery.SliceName;
import dev.hanse.discovery.StableSlices;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A service as the file states it.
 *
 * @param createdAt empty: when the source saw it first
 */
record FileService(
        ServiceName name,
        ServiceType type,
        Optional<Instant> createdAt,
        ServiceTraits traits,
        List<ServicePort> ports,
        List<FileEndpoint> endpoints) {

    /** Of the endpoints that listen on the ports of the service. */
    private static final String SLICE = "file";

    ServiceExport export(Instant firstSeen) {
        return new ServiceExport(
                name,
                type,
                createdAt.orElse(firstSeen),
                KubernetesPorts.of(ports).all(),
                traits);
    }

    /** Endpoints that share their ports share slices. */
    List<EndpointSlice> slices() {
        Map<List<ServicePort>, List<Endpoint>> byPorts = new LinkedHashMap<>();
        endpoints.forEach(each ->
                byPorts.computeIfAbsent(each.ports(), _ -> new ArrayList<>()).add(each.endpoint()));
        List<EndpointSlice> slices = new ArrayList<>();
        byPorts.forEach(
                (listening, sharing) -> slices.addAll(StableSlices.of(name, sliceName(listening), listening, sharing)));
        return slices;
    }

    private String sliceName(List<ServicePort> listening) {
        return listening.equals(ports)
                ? SLICE
                : SliceName.of(
                        SLICE,
                        listening.stream()
                                .map(port -> port.name() + "/" + port.number())
                                .collect(Collectors.joining(",")));
    }
}
