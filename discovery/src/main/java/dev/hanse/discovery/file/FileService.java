// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import dev.hanse.discovery.StableSlices;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
        List<Endpoint> endpoints) {

    ServiceExport export(Instant firstSeen) {
        return new ServiceExport(name, type, createdAt.orElse(firstSeen), ports, traits);
    }

    List<EndpointSlice> slices() {
        return StableSlices.of(name, "file", ports, endpoints);
    }
}
