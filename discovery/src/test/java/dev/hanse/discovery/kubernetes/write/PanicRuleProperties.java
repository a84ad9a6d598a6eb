// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static dev.hanse.discovery.kubernetes.write.Imports.HTTP;
import static dev.hanse.discovery.kubernetes.write.Imports.WEB;
import static dev.hanse.discovery.kubernetes.write.Imports.key;
import static dev.hanse.discovery.kubernetes.write.Imports.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Protects the panic rule, which is one: whom the address of a service leads to are those whom DNS names where there is no such address, whichever clusters can be reached. */
class PanicRuleProperties {

    private static final List<String> CLUSTERS = List.of("east", "north", "west");
    private static final int STATES = 4;

    @Property(tries = 300)
    void bothLeadToTheSame(
            @ForAll @Size(max = 3) List<@Size(max = 3) List<@IntRange(max = STATES - 1) Integer>> exported,
            @ForAll @Size(max = 3) Set<@IntRange(max = 2) Integer> unreachable) {
        Map<SliceKey, EndpointSlice> slices = new TreeMap<>();
        for (int i = 0; i < exported.size(); i++) {
            slices.put(key(new ClusterId(CLUSTERS.get(i)), "s"), slice("s", endpoints(i, exported.get(i))));
        }
        List<String> away = unreachable.stream().map(CLUSTERS::get).toList();

        assertThat(led(slices, away)).isEqualTo(named(slices, away));
    }

    @Test
    void aClusterWithoutAPortOfTheServiceSavesNobody() {
        ClusterId east = new ClusterId("east");
        ClusterId north = new ClusterId("north");
        EndpointSlice apart = new EndpointSlice(
                WEB,
                "s",
                List.of(HTTP),
                Set.of("http"),
                false,
                List.of(Endpoint.ready(InetAddress.ofLiteral("10.3.0.1"))));
        Map<SliceKey, EndpointSlice> slices = Map.of(
                key(east, "s"), slice("s", Endpoint.ready(InetAddress.ofLiteral("10.1.0.1"))), key(north, "s"), apart);

        assertThat(led(slices, List.of("east"))).containsExactly("10.1.0.1");
    }

    private static Endpoint[] endpoints(int cluster, List<Integer> states) {
        Endpoint[] endpoints = new Endpoint[states.size()];
        for (int i = 0; i < endpoints.length; i++) {
            InetAddress address = InetAddress.ofLiteral("10." + cluster + ".0." + i);
            endpoints[i] = new Endpoint(address, "", states.get(i) % 2 == 0, states.get(i) < 2 ? 1 : 0);
        }
        return endpoints;
    }

    /** As kube-proxy goes by slices: to who is ready, else to who serves while it ends. */
    private static Set<String> led(Map<SliceKey, EndpointSlice> slices, List<String> away) {
        ServiceImport imported = Imports.web(ServiceType.CLUSTER_SET_IP, HTTP);
        List<WrittenEndpoint> endpoints =
                WantedObjects.of(imported, slices, clusters(away), SeenService.NOTHING).slices().values().stream()
                        .flatMap(slice -> slice.endpoints().stream())
                        .toList();
        Set<String> ready = endpoints.stream()
                .filter(WrittenEndpoint::ready)
                .map(WrittenEndpoint::address)
                .collect(Collectors.toSet());
        return ready.isEmpty()
                ? endpoints.stream()
                        .filter(each -> each.serving() && each.terminating())
                        .map(WrittenEndpoint::address)
                        .collect(Collectors.toSet())
                : ready;
    }

    private static Set<String> named(Map<SliceKey, EndpointSlice> slices, List<String> away) {
        ServiceImport imported = Imports.web(TestView.selection("spread"));
        Asker asker = new Asker();
        View view =
                new View(new ClusterId("here"), 1, SharedMap.copyOf(Map.of(WEB, imported)), SharedMap.copyOf(slices));
        asker.publish(view, away.toArray(String[]::new));
        return asker.ask("web.shop.svc.clusterset.local", Type.A).getSection(Section.ANSWER).stream()
                .map(each -> each.rdataToString())
                .collect(Collectors.toSet());
    }

    private static Set<ClusterId> clusters(List<String> names) {
        return names.stream().map(ClusterId::new).collect(Collectors.toSet());
    }
}
