// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

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
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A view that is changed line by line:
 *
 * <pre>
 * service NAMESPACE/NAME cluster-set-ip|headless [PORT/PROTOCOL/NUMBER]...
 * selection NAMESPACE/NAME RULE
 * endpoints NAMESPACE/NAME CLUSTER [ADDRESS[,HOSTNAME[,WEIGHT[,down]]]]...
 * remove NAMESPACE/NAME
 * </pre>
 */
final class ViewText {
    private static final ClusterId FIRST_CLUSTER = new ClusterId("0");

    private final ClusterId cluster;
    private SharedMap<ServiceName, ServiceImport> imports = SharedMap.empty();
    private SharedMap<SliceKey, EndpointSlice> slices = SharedMap.empty();

    ViewText(String cluster) {
        this.cluster = new ClusterId(cluster);
    }

    View view(long version) {
        return new View(cluster, version, imports, slices);
    }

    void apply(String line) {
        String[] words = line.split(" ");
        ServiceName name = ServiceName.parse(words[1]);
        List<String> rest = Arrays.asList(words).subList(2, words.length);
        switch (words[0]) {
            case "service" -> service(name, rest);
            case "selection" -> selection(name, String.join(" ", rest));
            case "endpoints" -> endpoints(name, new ClusterId(rest.getFirst()), rest.subList(1, rest.size()));
            case "remove" -> {
                imports = imports.without(name);
                removeSlices(
                        new SliceKey(name, FIRST_CLUSTER, ""),
                        key -> key.service().equals(name));
            }
            default -> throw new IllegalArgumentException("line: " + line);
        }
    }

    private void service(ServiceName name, List<String> words) {
        ServiceType type = words.getFirst().equals("headless") ? ServiceType.HEADLESS : ServiceType.CLUSTER_SET_IP;
        List<ServicePort> ports = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            String[] parts = word.split("/", -1);
            Protocol protocol = Protocol.valueOf(parts[1].toUpperCase(Locale.ROOT));
            ports.add(ServicePort.of(parts[0], protocol, Integer.parseInt(parts[2])));
        }
        imports = imports.with(name, new ServiceImport(name, type, ports, ServiceTraits.NONE, List.of()));
    }

    private void selection(ServiceName name, String rule) {
        ServiceTraits traits =
                new ServiceTraits(SessionAffinity.NONE, "", "", Map.of(), Map.of("dns.hanse.dev/selection", rule));
        ServiceImport old = imports.get(name);
        if (old != null) {
            imports = imports.with(name, new ServiceImport(name, old.type(), old.ports(), traits, old.clusters()));
        }
    }

    private void endpoints(ServiceName name, ClusterId from, List<String> words) {
        removeSlices(
                new SliceKey(name, from, ""),
                key -> key.service().equals(name) && key.cluster().equals(from));
        for (int i = 0; i < words.size(); i += EndpointSlice.MAX_ENDPOINTS) {
            List<Endpoint> piece = words.subList(i, Math.min(words.size(), i + EndpointSlice.MAX_ENDPOINTS)).stream()
                    .map(ViewText::endpoint)
                    .toList();
            EndpointSlice slice = new EndpointSlice(name, "slice-" + i, List.of(), piece);
            slices = slices.with(new SliceKey(name, from, slice.name()), slice);
        }
    }

    private void removeSlices(SliceKey first, Predicate<SliceKey> which) {
        Iterator<Map.Entry<SliceKey, EndpointSlice>> rest = slices.from(first);
        while (rest.hasNext()) {
            SliceKey key = rest.next().getKey();
            if (!which.test(key)) {
                return;
            }
            slices = slices.without(key);
        }
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
