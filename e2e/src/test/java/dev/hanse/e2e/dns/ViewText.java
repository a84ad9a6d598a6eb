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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** Begins with these {@code service} and {@code endpoints} lines, each said once: faster than line by line. */
    void load(Stream<String> lines) {
        Map<ServiceName, ServiceImport> services = new HashMap<>();
        Map<SliceKey, EndpointSlice> endpoints = new HashMap<>();
        lines.map(Line::of).forEach(line -> {
            switch (line.verb) {
                case "service" -> services.put(line.service, imported(line));
                case "endpoints" -> endpoints.putAll(slices(line, ports(services.get(line.service))));
                default -> throw new IllegalArgumentException("to begin with: " + line);
            }
        });
        imports = SharedMap.copyOf(services);
        slices = SharedMap.copyOf(endpoints);
    }

    void apply(String text) {
        Line line = Line.of(text);
        switch (line.verb) {
            case "service" -> imports = imports.with(line.service, imported(line));
            case "selection" -> selection(line.service, String.join(" ", line.words));
            case "endpoints" -> endpoints(line);
            case "remove" -> remove(line.service);
            default -> throw new IllegalArgumentException("line: " + text);
        }
    }

    private record Line(String verb, ServiceName service, List<String> words) {
        static Line of(String text) {
            List<String> words = Arrays.asList(text.split(" "));
            return new Line(words.getFirst(), ServiceName.parse(words.get(1)), words.subList(2, words.size()));
        }

        /** Of {@code endpoints}. */
        ClusterId cluster() {
            return new ClusterId(words.getFirst());
        }
    }

    private static ServiceImport imported(Line line) {
        ServiceType type = line.words.getFirst().equals("headless") ? ServiceType.HEADLESS : ServiceType.CLUSTER_SET_IP;
        List<ServicePort> ports = new ArrayList<>();
        for (String word : line.words.subList(1, line.words.size())) {
            String[] parts = word.split("/", -1);
            Protocol protocol = Protocol.valueOf(parts[1].toUpperCase(Locale.ROOT));
            ports.add(ServicePort.of(parts[0], protocol, Integer.parseInt(parts[2])));
        }
        return new ServiceImport(line.service, type, ports, ServiceTraits.NONE, List.of());
    }

    private void selection(ServiceName name, String rule) {
        ServiceTraits traits =
                new ServiceTraits(SessionAffinity.NONE, "", "", Map.of(), Map.of("dns.hanse.dev/selection", rule));
        ServiceImport old = imports.get(name);
        if (old != null) {
            imports = imports.with(name, new ServiceImport(name, old.type(), old.ports(), traits, old.clusters()));
        }
    }

    private void endpoints(Line line) {
        ClusterId from = line.cluster();
        removeSlices(
                new SliceKey(line.service, from, ""),
                key -> key.service().equals(line.service) && key.cluster().equals(from));
        slices(line, ports(imports.get(line.service))).forEach((key, slice) -> slices = slices.with(key, slice));
    }

    /** Endpoints listen on the ports that their service has by then. */
    private static List<ServicePort> ports(@Nullable ServiceImport service) {
        return service == null ? List.of() : service.ports();
    }

    private static Map<SliceKey, EndpointSlice> slices(Line line, List<ServicePort> ports) {
        Map<SliceKey, EndpointSlice> slices = new HashMap<>();
        ClusterId from = line.cluster();
        List<String> words = line.words.subList(1, line.words.size());
        for (int i = 0; i < words.size(); i += EndpointSlice.MAX_ENDPOINTS) {
            List<Endpoint> piece = new ArrayList<>();
            words.subList(i, Math.min(words.size(), i + EndpointSlice.MAX_ENDPOINTS))
                    .forEach(word -> piece.add(endpoint(word)));
            EndpointSlice slice = new EndpointSlice(line.service, "slice-" + i, ports, piece);
            slices.put(new SliceKey(line.service, from, slice.name()), slice);
        }
        return slices;
    }

    private void remove(ServiceName name) {
        imports = imports.without(name);
        removeSlices(new SliceKey(name, FIRST_CLUSTER, ""), key -> key.service().equals(name));
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
