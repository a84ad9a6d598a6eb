// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Builds views in few words. */
public final class TestView {

    private final ClusterId cluster;
    private final TreeMap<ServiceName, ServiceImport> imports = new TreeMap<>();
    private final TreeMap<SliceKey, EndpointSlice> slices = new TreeMap<>();

    public TestView(String cluster) {
        this.cluster = new ClusterId(cluster);
    }

    /** Adds a service; ports as {@code http/tcp/80}, or {@code /udp/53} without a name. */
    public TestView service(String name, ServiceType type, String... ports) {
        return service(name, type, ServiceTraits.NONE, ports);
    }

    public TestView service(String name, ServiceType type, ServiceTraits traits, String... ports) {
        ServiceName service = ServiceName.parse(name);
        imports.put(service, new ServiceImport(service, type, ports(ports), traits, List.of()));
        return this;
    }

    public TestView clusterSetIp(String name, String... ports) {
        return service(name, ServiceType.CLUSTER_SET_IP, ports);
    }

    public TestView headless(String name, String... ports) {
        return service(name, ServiceType.HEADLESS, ports);
    }

    /** Adds endpoints of one cluster, as {@code address[,hostname[,weight[,down]]]}, which listen on the ports that the service has by then. */
    public TestView endpoints(String service, String from, String... endpoints) {
        ServiceImport imported = imports.get(ServiceName.parse(service));
        return endpointsOn("slice", imported == null ? List.of() : imported.ports(), service, from, endpoints);
    }

    /** The same for endpoints that listen on these ports, in slices of a name. */
    public TestView listening(String slice, String ports, String service, String from, String... endpoints) {
        return endpointsOn(slice, ports(ports.split(" ")), service, from, endpoints);
    }

    private TestView endpointsOn(
            String slice, List<ServicePort> ports, String service, String from, String... endpoints) {
        ServiceName name = ServiceName.parse(service);
        List<EndpointSlice> pieces = new ArrayList<>();
        List<Endpoint> all = Arrays.stream(endpoints).map(TestView::endpoint).toList();
        for (int i = 0; i < Math.max(1, all.size()); i += EndpointSlice.MAX_ENDPOINTS) {
            List<Endpoint> piece = all.subList(i, Math.min(all.size(), i + EndpointSlice.MAX_ENDPOINTS));
            pieces.add(new EndpointSlice(name, slice + "-" + i, ports, piece));
        }
        pieces.forEach(p -> slices.put(new SliceKey(name, new ClusterId(from), p.name()), p));
        return this;
    }

    public TestView without(String service) {
        ServiceName name = ServiceName.parse(service);
        imports.remove(name);
        slices.keySet().removeIf(k -> k.service().equals(name));
        return this;
    }

    public View version(long version) {
        return new View(cluster, version, SharedMap.copyOf(imports), SharedMap.copyOf(slices));
    }

    public static ServiceTraits selection(String text) {
        return new ServiceTraits(SessionAffinity.NONE, "", "", Map.of(), Map.of("dns.hanse.dev/selection", text));
    }

    public static ServiceTraits clientAffinity() {
        return new ServiceTraits(SessionAffinity.CLIENT_IP, "", "", Map.of(), Map.of());
    }

    private static List<ServicePort> ports(String... ports) {
        return Arrays.stream(ports)
                .map(p -> p.split("/", -1))
                .map(p -> ServicePort.of(p[0], Protocol.valueOf(p[1].toUpperCase(Locale.ROOT)), Integer.parseInt(p[2])))
                .toList();
    }

    private static Endpoint endpoint(String text) {
        String[] parts = text.split(",", -1);
        return new Endpoint(
                InetAddress.ofLiteral(parts[0]),
                parts.length > 1 ? parts[1] : "",
                parts.length < 4,
                parts.length > 2 ? Integer.parseInt(parts[2]) : 1);
    }
}
