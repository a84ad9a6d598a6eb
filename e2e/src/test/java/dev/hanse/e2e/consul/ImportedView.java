// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A view of cluster {@code west} that a test fills. Not for several threads. */
final class ImportedView {

    private static final ClusterId WEST = new ClusterId("west");
    private static final List<ServicePort> HTTP = List.of(ServicePort.of("http", Protocol.TCP, 80));

    private final Map<ServiceName, ServiceImport> imports = new HashMap<>();
    private final Map<SliceKey, EndpointSlice> slices = new HashMap<>();

    /** Ready endpoints of one cluster at these addresses, in place of those of before. */
    ImportedView put(String service, String cluster, String... addresses) {
        return put(
                service,
                cluster,
                HTTP,
                Stream.of(addresses)
                        .map(InetAddress::ofLiteral)
                        .map(Endpoint::ready)
                        .toList());
    }

    ImportedView put(String service, String cluster, List<ServicePort> ports, List<Endpoint> endpoints) {
        ServiceName name = ServiceName.parse(service);
        ClusterId from = new ClusterId(cluster);
        imports.put(
                name, new ServiceImport(name, ServiceType.CLUSTER_SET_IP, ports, ServiceTraits.NONE, List.of(from)));
        slices.put(new SliceKey(name, from, "s"), new EndpointSlice(name, "s", ports, endpoints));
        return this;
    }

    ImportedView remove(String service) {
        ServiceName name = ServiceName.parse(service);
        imports.remove(name);
        slices.keySet().removeIf(key -> key.service().equals(name));
        return this;
    }

    View view() {
        return new View(WEST, 1, SharedMap.copyOf(imports), SharedMap.copyOf(slices));
    }
}
