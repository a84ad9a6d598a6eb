// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Protects what a cluster serves of its own changes while nobody merges them: what the merge would say, where it can be known, and else what it said last. */
class ViewOverlayProperties {

    private static final ClusterId OWN = new ClusterId("east");
    private static final List<ClusterId> ALL = List.of(new ClusterId("a"), OWN, new ClusterId("z"));
    private static final ServicePort HTTP = ServicePort.of("http", Protocol.TCP, 80);
    private static final List<List<ServicePort>> PORTS = List.of(
            List.of(HTTP),
            List.of(ServicePort.of("http", Protocol.TCP, 8080)),
            List.of(HTTP, ServicePort.of("admin", Protocol.TCP, 80)),
            List.of(ServicePort.of("web", Protocol.TCP, 80), ServicePort.of("dns", Protocol.UDP, 53)),
            List.of(ServicePort.of("", Protocol.TCP, 80)),
            List.of());
    private static final ServiceName WEB = new ServiceName("shop", "web");

    /** What each cluster exports, as the control plane knows it. */
    private static final class Exports {

        private final Map<ClusterId, Map<ServiceName, ClusterExport>> all = new TreeMap<>();

        Map<ServiceName, ClusterExport> of(ClusterId cluster) {
            return all.computeIfAbsent(cluster, _ -> new HashMap<>());
        }

        boolean isShared(ServiceName service) {
            return ALL.stream().anyMatch(each -> !each.equals(OWN) && of(each).containsKey(service));
        }

        /** As the control plane makes it. */
        View view() {
            SharedMap<ServiceName, ServiceImport> imports = SharedMap.empty();
            SharedMap<SliceKey, EndpointSlice> slices = SharedMap.empty();
            for (int i = 0; i < 4; i++) {
                ServiceName name = service(i);
                List<Constituent> parts = new ArrayList<>();
                all.forEach((cluster, exports) -> {
                    ClusterExport export = exports.get(name);
                    if (export != null) {
                        parts.add(Constituent.of(
                                cluster,
                                ExportAge.seen(Instant.EPOCH),
                                export.export(),
                                export.slices().values()));
                    }
                });
                if (!parts.isEmpty()) {
                    MergedService merged = ServiceMerge.merge(parts);
                    imports = imports.with(name, merged.serviceImport());
                    for (Constituent part : parts) {
                        for (EndpointSlice slice : Objects.requireNonNull(
                                        of(part.cluster()).get(name))
                                .slices()
                                .values()) {
                            var seen = merged.importedSlice(part.cluster(), slice);
                            if (seen.isPresent()) {
                                slices = slices.with(new SliceKey(name, part.cluster(), slice.name()), seen.get());
                            }
                        }
                    }
                }
            }
            return new View(OWN, 1, imports, slices);
        }
    }

    private static ServiceName service(int number) {
        return number == 0 ? WEB : new ServiceName("shop", "s" + number);
    }

    @Property(tries = 500)
    void itIsTheViewThatTheMergeGives(@ForAll long seed) {
        Random random = new Random(seed);
        Exports exports = new Exports();
        for (int i = 0; i < 4; i++) {
            for (ClusterId cluster : ALL) {
                if (random.nextBoolean()) {
                    exports.of(cluster).put(service(i), export(service(i), random));
                }
            }
        }
        View before = exports.view();
        Map<ServiceName, ClusterExport> told = Map.copyOf(exports.of(OWN));
        Map<ServiceName, Set<String>> differing = new HashMap<>();
        for (int turn = 0; turn < 3; turn++) {
            Map<ServiceName, ClusterExport> last = Map.copyOf(exports.of(OWN));
            for (int i = 0; i < 4; i++) {
                change(exports, service(i), random);
            }
            ViewOverlay.differences(last, exports.of(OWN))
                    .forEach((service, slices) -> differing.merge(service, slices, (one, other) -> {
                        one.addAll(other);
                        return one;
                    }));
        }

        assertSame(ViewOverlay.apply(before, differing, exports.of(OWN), _ -> true), exports.view());
        assertSame(ViewOverlay.apply(exports.view(), differing, exports.of(OWN), _ -> true), exports.view());
        assertThat(ViewOverlay.apply(before, Map.of(), told, _ -> true)).isSameAs(before);
    }

    /** Slices in any case; the rest where it is the cluster's alone to say. */
    private static void change(Exports exports, ServiceName service, Random random) {
        ClusterExport before = exports.of(OWN).get(service);
        boolean shared = exports.isShared(service);
        int what = random.nextInt(4);
        if (what == 0 && before != null) {
            exports.of(OWN).put(service, new ClusterExport(before.export(), slices(service, before.export(), random)));
        } else if (what == 1 && !shared) {
            exports.of(OWN).put(service, export(service, random));
        } else if (what == 2 && !shared) {
            exports.of(OWN).remove(service);
        }
    }

    private static ClusterExport export(ServiceName service, Random random) {
        ServiceExport export = new ServiceExport(
                service,
                random.nextInt(4) == 0 ? ServiceType.HEADLESS : ServiceType.CLUSTER_SET_IP,
                Instant.EPOCH,
                PORTS.get(random.nextInt(PORTS.size())),
                ServiceTraits.NONE,
                List.of(IpFamily.IPV4),
                ExportOrigin.UNKNOWN);
        return new ClusterExport(export, slices(service, export, random));
    }

    private static Map<String, EndpointSlice> slices(ServiceName service, ServiceExport export, Random random) {
        Map<String, EndpointSlice> slices = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String name = "s" + random.nextInt(3);
            List<Endpoint> endpoints = List.of(Endpoint.ready(InetAddress.ofLiteral("10.1.0." + random.nextInt(9))));
            slices.put(
                    name,
                    switch (random.nextInt(4)) {
                        case 0 -> EndpointSlice.portless(service, name, endpoints);
                        case 1 -> new EndpointSlice(service, name, List.of(), endpoints);
                        default ->
                            new EndpointSlice(
                                    service,
                                    name,
                                    export.ports().stream()
                                            .map(port -> port.listeningOn(port.port() + random.nextInt(2)))
                                            .toList(),
                                    endpoints);
                    });
        }
        return slices;
    }

    private static void assertSame(View actual, View expected) {
        assertThat(actual.imports()).isEqualTo(expected.imports());
        assertThat(actual.slices()).isEqualTo(expected.slices());
    }

    private static ClusterExport web(ServiceType type, List<ServicePort> ports, String... addresses) {
        ServiceExport export = new ServiceExport(WEB, type, Instant.EPOCH, ports, ServiceTraits.NONE);
        EndpointSlice slice = new EndpointSlice(
                WEB,
                "s",
                ports,
                List.of(addresses).stream()
                        .map(each -> Endpoint.ready(InetAddress.ofLiteral(each)))
                        .toList());
        return new ClusterExport(export, Map.of("s", slice));
    }

    private static Exports with(ClusterId cluster, ClusterExport export) {
        Exports exports = new Exports();
        exports.of(cluster).put(WEB, export);
        return exports;
    }

    private static View changed(
            View view, Map<ServiceName, ClusterExport> told, Map<ServiceName, ClusterExport> now, String forbidden) {
        return ViewOverlay.apply(
                view,
                ViewOverlay.differences(told, now),
                now,
                slice -> slice.endpoints().stream()
                        .noneMatch(each -> each.address().getHostAddress().equals(forbidden)));
    }

    private static List<String> addresses(View view) {
        return view.slices().values().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(each -> each.address().getHostAddress())
                .toList();
    }

    @Test
    void aNameThatOnlyOthersExportStaysTheirs() {
        View view = with(ALL.getFirst(), web(ServiceType.CLUSTER_SET_IP, List.of(HTTP), "10.2.0.1"))
                .view();

        assertThat(changed(view, Map.of(), Map.of(WEB, web(ServiceType.HEADLESS, List.of(HTTP), "10.1.0.1")), ""))
                .isSameAs(view);
    }

    @Test
    void whatOthersShareKeepsTypeAndPortsAndLosesTheClusterOnly() {
        Exports exports = with(ALL.getLast(), web(ServiceType.CLUSTER_SET_IP, List.of(HTTP), "10.2.0.1"));
        ClusterExport told = web(ServiceType.CLUSTER_SET_IP, List.of(HTTP), "10.1.0.1");
        exports.of(OWN).put(WEB, told);
        View view = exports.view();

        ClusterExport other = web(ServiceType.HEADLESS, PORTS.get(1), "10.1.0.2");
        View changed = changed(view, Map.of(WEB, told), Map.of(WEB, other), "");
        assertThat(changed.imports()).isEqualTo(view.imports());
        assertThat(Objects.requireNonNull(changed.slices().get(new SliceKey(WEB, OWN, "s")))
                        .conflicting())
                .as("no address of the service leads to the new number")
                .containsExactly("http");

        View without = changed(view, Map.of(WEB, told), Map.of(), "");
        ServiceImport left = Objects.requireNonNull(without.imports().get(WEB));
        assertThat(left.clusters()).containsExactly(ALL.getLast());
        assertThat(left.ports()).containsExactly(HTTP);
        assertThat(addresses(without)).containsExactly("10.2.0.1");
    }

    @Test
    void whatTheMergeWouldRefuseStaysAsItWas() {
        ClusterExport told = web(ServiceType.CLUSTER_SET_IP, List.of(HTTP), "10.1.0.1");
        View view = with(OWN, told).view();

        ClusterExport outside = web(ServiceType.CLUSTER_SET_IP, List.of(HTTP), "192.0.2.7");
        assertThat(addresses(changed(view, Map.of(WEB, told), Map.of(WEB, outside), "192.0.2.7")))
                .containsExactly("10.1.0.1");
    }

    @Test
    void whatWasToldAndIsNotThereWasRefused() {
        ClusterExport told = web(ServiceType.CLUSTER_SET_IP, List.of(HTTP), "10.1.0.1");
        View view = new Exports().view();

        ClusterExport other = web(ServiceType.CLUSTER_SET_IP, List.of(HTTP), "10.1.0.2");
        assertThat(changed(view, Map.of(WEB, told), Map.of(WEB, other), "")).isSameAs(view);
        ClusterExport repaired = web(ServiceType.HEADLESS, List.of(HTTP), "10.1.0.2");
        assertThat(addresses(changed(view, Map.of(WEB, told), Map.of(WEB, repaired), "")))
                .containsExactly("10.1.0.2");
    }

    @Test
    void whatAnotherGatewayOfTheClusterSaidStays() {
        ClusterExport ours = web(ServiceType.CLUSTER_SET_IP, List.of(HTTP), "10.1.0.1");
        Map<String, EndpointSlice> both = new HashMap<>(ours.slices());
        both.put(
                "theirs",
                new EndpointSlice(
                        WEB, "theirs", List.of(HTTP), List.of(Endpoint.ready(InetAddress.ofLiteral("10.1.0.9")))));
        View view = with(OWN, new ClusterExport(ours.export(), both)).view();

        assertThat(addresses(changed(view, Map.of(WEB, ours), Map.of(), ""))).containsExactly("10.1.0.9");
    }
}
