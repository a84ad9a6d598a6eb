// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One service of the view in the status, with its endpoints in all clusters. */
record ServiceDocument(
        String namespace,
        String name,
        String type,
        List<String> clusters,
        List<Port> ports,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OwnAddress ownAddress,
        List<Endpoint> endpoints) {

    /** What clients of this cluster use in place of endpoints; without addresses: not allocated yet. */
    private record OwnAddress(List<String> addresses, List<Port> ports) {

        private static OwnAddress of(ServiceAddress address) {
            return new OwnAddress(
                    address.ips().stream().map(InetAddress::getHostAddress).toList(),
                    address.ports().stream().map(Port::of).toList());
        }
    }

    private record Port(String name, String protocol, int port) {

        private static Port of(ServicePort port) {
            return new Port(port.name(), port.protocol().name(), port.port());
        }
    }

    private record Endpoint(String cluster, String address, String hostname, boolean ready, int weight) {

        private static Endpoint of(String cluster, dev.hanse.discovery.model.Endpoint endpoint) {
            return new Endpoint(
                    cluster,
                    endpoint.address().getHostAddress(),
                    endpoint.hostname(),
                    endpoint.ready(),
                    endpoint.weight());
        }
    }

    static List<ServiceDocument> all(View view, ClusterAddresses addresses) {
        Map<ServiceName, List<Map.Entry<SliceKey, EndpointSlice>>> slices = view.slices().entrySet().stream()
                .collect(Collectors.groupingBy(entry -> entry.getKey().service()));
        return view.imports().values().stream()
                .map(service -> of(service, addresses, slices.getOrDefault(service.name(), List.of())))
                .toList();
    }

    private static ServiceDocument of(
            ServiceImport service, ClusterAddresses addresses, List<Map.Entry<SliceKey, EndpointSlice>> slices) {
        return new ServiceDocument(
                service.name().namespace(),
                service.name().name(),
                service.type().name(),
                service.clusters().stream().map(Object::toString).toList(),
                service.ports().stream().map(Port::of).toList(),
                addresses.of(service).map(OwnAddress::of).orElse(null),
                slices.stream()
                        .flatMap(slice -> slice.getValue().endpoints().stream()
                                .map(each ->
                                        Endpoint.of(slice.getKey().cluster().value(), each)))
                        .toList());
    }
}
