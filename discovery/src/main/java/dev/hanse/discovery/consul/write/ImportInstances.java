// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ImportMark;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.net.address.IpText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The instances of one import: one for each endpoint and number on which it listens. */
final class ImportInstances {

    private static final String PORTLESS = "any";

    private final String name;
    private final ServiceImport imported;
    private final Map<SliceKey, EndpointSlice> slices;
    private final Set<ClusterId> unreachable;
    private final boolean drained;
    private final Map<String, WantedInstance> instances = new TreeMap<>();

    /**
     * @param name in Consul
     * @param slices of the import
     * @param unreachable clusters whose endpoints are not passing; where nothing ready would be left, as in DNS, all stay as they are
     */
    ImportInstances(
            String name, ServiceImport imported, Map<SliceKey, EndpointSlice> slices, Set<ClusterId> unreachable) {
        this.name = name;
        this.imported = imported;
        this.slices = slices;
        this.unreachable = isAny(slices, unreachable, 0) ? unreachable : Set.of();
        this.drained = !isAny(slices, this.unreachable, 1);
    }

    private static boolean isAny(Map<SliceKey, EndpointSlice> slices, Set<ClusterId> without, int leastWeight) {
        return slices.entrySet().stream()
                .filter(slice -> !without.contains(slice.getKey().cluster()))
                .flatMap(slice -> slice.getValue().endpoints().stream())
                .anyMatch(endpoint -> endpoint.ready() && endpoint.weight() >= leastWeight);
    }

    /** By id. */
    Map<String, WantedInstance> all() {
        slices.forEach((key, slice) -> slice.endpoints().forEach(endpoint -> {
            List<ServicePort> ports = slice.ports().isEmpty() ? imported.ports() : slice.ports();
            if (slice.portless() || ports.isEmpty()) {
                put(key.cluster(), endpoint, 0, PORTLESS, "");
            } else {
                ports.forEach(port -> put(
                        key.cluster(),
                        endpoint,
                        port.port(),
                        port.protocol().name().toLowerCase(Locale.ROOT),
                        port.name()));
            }
        }));
        return instances;
    }

    private void put(ClusterId cluster, Endpoint endpoint, int port, String protocol, String portName) {
        String address = IpText.of(endpoint.address());
        String id = String.join("/", name, cluster.value(), address, protocol, Integer.toString(port));
        Instance instance = new Instance(
                name, address, port, tags(cluster, portName), meta(cluster, protocol), Math.max(1, endpoint.weight()));
        instances.merge(id, new WantedInstance(instance, health(cluster, endpoint)), ImportInstances::joined);
    }

    /** Two ports of one number, or one address in two slices: ready if either is. */
    private static WantedInstance joined(WantedInstance one, WantedInstance other) {
        Set<String> tags = new TreeSet<>(one.instance().tags());
        tags.addAll(other.instance().tags());
        Instance instance = one.instance();
        return new WantedInstance(
                new Instance(
                        instance.service(),
                        instance.address(),
                        instance.port(),
                        List.copyOf(tags),
                        instance.meta(),
                        instance.weight()),
                one.health().status().equals(Health.PASSING) ? one.health() : other.health());
    }

    private static List<String> tags(ClusterId cluster, String portName) {
        List<String> tags = new ArrayList<>(List.of("cluster-" + cluster, ImportMark.TAG));
        if (!portName.isEmpty()) {
            tags.add(portName);
        }
        return tags.stream().sorted().distinct().toList();
    }

    /** Nothing of what exporters say goes here but names: a key of theirs could mean anything to those who read meta. */
    private Map<String, String> meta(ClusterId cluster, String protocol) {
        return Map.of(
                ImportMark.META,
                ImportMark.WRITER,
                "hanse-service",
                imported.name().toString(),
                "hanse-source-cluster",
                cluster.value(),
                "hanse-protocol",
                protocol);
    }

    private Health health(ClusterId cluster, Endpoint endpoint) {
        if (!endpoint.ready()) {
            return new Health(Health.CRITICAL, "not ready in cluster " + cluster);
        }
        if (unreachable.contains(cluster)) {
            return new Health(Health.CRITICAL, "cluster " + cluster + " cannot be reached");
        }
        return endpoint.weight() == 0 && !drained
                ? new Health(Health.CRITICAL, "takes no new clients in cluster " + cluster)
                : new Health(Health.PASSING, "ready in cluster " + cluster);
    }
}
