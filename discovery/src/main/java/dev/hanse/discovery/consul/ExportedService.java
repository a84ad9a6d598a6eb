// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.StableSlices;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.KubernetesPorts;
import dev.hanse.discovery.model.PortName;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.net.address.AddressOrder;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts the instances of one exported service together; they may belong to several Consul services and listen on different ports. */
final class ExportedService {

    private static final int MAX_ENDPOINTS = 10_000;

    private static final Comparator<PortName> NAMELESS_LAST = Comparator.<PortName, Boolean>comparing(
                    port -> port.name().isEmpty())
            .thenComparing(PortName::name)
            .thenComparing(PortName::protocol);

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

    /** Each port name and protocol once: where instances listen on different numbers, the lowest stands for the service. Ports without a name come last. */
    private List<ServicePort> ports() {
        Map<PortName, ServicePort> lowest = new TreeMap<>(NAMELESS_LAST);
        for (ExportedInstance instance : instances) {
            for (ServicePort port : instance.ports()) {
                lowest.merge(port.portName(), port, (one, other) -> one.port() <= other.port() ? one : other);
            }
        }
        if (lowest.size() > ServiceExport.MAX_PORTS) {
            complaints.add(
                    name + ": " + lowest.size() + " port names, exported are the first " + ServiceExport.MAX_PORTS);
        }
        return KubernetesPorts.of(
                        lowest.values().stream().limit(ServiceExport.MAX_PORTS).toList())
                .all();
    }

    /** Instances that share their port share slices. */
    List<EndpointSlice> slices() {
        Hostnames hostnames = new Hostnames(instances);
        Map<List<ServicePort>, Map<InetAddress, Endpoint>> byPorts = new LinkedHashMap<>();
        for (ExportedInstance instance : instances) {
            byPorts.computeIfAbsent(instance.ports(), _ -> new TreeMap<>(AddressOrder.BY_OCTETS))
                    .merge(instance.address(), instance.endpoint(hostnames.of(instance)), ExportedService::readier);
        }
        SliceNames names = SliceNames.of(byPorts.keySet());
        List<EndpointSlice> slices = new ArrayList<>();
        byPorts.forEach(
                (ports, endpoints) -> slices.addAll(StableSlices.of(name, names.of(ports), ports, endpoints.values())));
        return slices;
    }

    /** Two registrations of one address: it answers if either is healthy, always by the name of the first. */
    private static Endpoint readier(Endpoint first, Endpoint second) {
        return first.ready() || !second.ready()
                ? first
                : new Endpoint(first.address(), first.hostname(), true, second.weight());
    }
}
