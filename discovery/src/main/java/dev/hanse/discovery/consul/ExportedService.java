// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.StableSlices;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Puts the instances of one exported service together; they may belong to several Consul services and listen on different ports. */
final class ExportedService {

    private static final int MAX_ENDPOINTS = 10_000;

    private final ServiceName name;
    private final Complaints complaints;
    private final List<ExportedInstance> instances;

    /** @param instances at least one, in a stable order: the first decides the type */
    ExportedService(ServiceName name, List<ExportedInstance> instances, Complaints complaints) {
        this.name = name;
        this.complaints = complaints;
        this.instances = instances.subList(0, Math.min(instances.size(), MAX_ENDPOINTS));
        if (instances.size() > MAX_ENDPOINTS) {
            complaints.add(name + ": " + instances.size() + " instances, exported are " + MAX_ENDPOINTS);
        }
    }

    ServiceExport export(Instant createdAt) {
        return new ServiceExport(name, type(), createdAt, ports(), traits());
    }

    private ServiceType type() {
        ServiceType first = instances.getFirst().meta().type();
        if (instances.stream().anyMatch(each -> each.meta().type() != first)) {
            complaints.add(name + ": instances differ in meta clusterset-type, exported as " + first);
        }
        return first;
    }

    private ServiceTraits traits() {
        ServiceTraits first = instances.getFirst().meta().traits();
        if (instances.stream().anyMatch(each -> !each.meta().traits().equals(first))) {
            complaints.add(name + ": instances differ in meta clusterset-selection or clusterset-session-affinity,"
                    + " those of the first are exported");
        }
        return first;
    }

    /** One port for each port name: where instances listen on different numbers, the lowest stands for the service. */
    private List<ServicePort> ports() {
        Map<String, ServicePort> lowest = new TreeMap<>();
        for (ExportedInstance instance : instances) {
            for (ServicePort port : instance.ports()) {
                lowest.merge(port.name(), port, (one, other) -> one.port() <= other.port() ? one : other);
            }
        }
        Set<Object> numbers = new HashSet<>();
        List<ServicePort> ports = new ArrayList<>(lowest.values());
        ports.removeIf(port -> !numbers.add(List.of(port.protocol(), port.port())));
        if (ports.size() < lowest.size() || ports.size() > ServiceExport.MAX_PORTS) {
            complaints.add(name + ": port names share a port or are more than " + ServiceExport.MAX_PORTS);
        }
        return ports.subList(0, Math.min(ports.size(), ServiceExport.MAX_PORTS));
    }

    /** Instances that share their port share slices. */
    List<EndpointSlice> slices() {
        Hostnames hostnames = new Hostnames(instances);
        Map<List<ServicePort>, Map<InetAddress, Endpoint>> byPort = new LinkedHashMap<>();
        for (ExportedInstance instance : instances) {
            byPort.computeIfAbsent(instance.ports(), _ -> new LinkedHashMap<>())
                    .merge(instance.address(), instance.endpoint(hostnames.of(instance)), ExportedService::readier);
        }
        List<EndpointSlice> slices = new ArrayList<>();
        byPort.forEach((ports, endpoints) ->
                slices.addAll(StableSlices.of(name, sliceName(ports), ports, endpoints.values())));
        return slices;
    }

    /** Two registrations of one address: it answers if either is healthy, always by the name of the first. */
    private static Endpoint readier(Endpoint first, Endpoint second) {
        return first.ready() || !second.ready()
                ? first
                : new Endpoint(first.address(), first.hostname(), true, second.weight());
    }

    private static String sliceName(List<ServicePort> ports) {
        return ports.isEmpty()
                ? "portless"
                : ports.getFirst().protocol().name().toLowerCase(Locale.ROOT) + "-"
                        + ports.getFirst().port();
    }
}
