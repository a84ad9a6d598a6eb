// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static dev.hanse.discovery.kubernetes.write.Imports.EAST;
import static dev.hanse.discovery.kubernetes.write.Imports.HTTP;
import static dev.hanse.discovery.kubernetes.write.Imports.NORTH;
import static dev.hanse.discovery.kubernetes.write.Imports.WEB;
import static dev.hanse.discovery.kubernetes.write.Imports.endpoint;
import static dev.hanse.discovery.kubernetes.write.Imports.key;
import static dev.hanse.discovery.kubernetes.write.Imports.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.discovery.model.SliceKey;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects what the cluster's API is to hold of an import: what clients of a Kubernetes Service are led to. */
final class WantedObjectsTest {

    private static Wanted wanted(
            ServiceImport imported, Map<SliceKey, EndpointSlice> slices, ClusterId... unreachable) {
        return WantedObjects.of(imported, slices, Set.of(unreachable), SeenService.NOTHING);
    }

    private static List<WrittenEndpoint> endpoints(Wanted wanted, ClusterId cluster) {
        return wanted.slices().values().stream()
                .filter(slice -> slice.cluster().equals(cluster.value()))
                .flatMap(slice -> slice.endpoints().stream())
                .toList();
    }

    @Test
    void endpointsOfAnUnreachableClusterAreNeitherReadyNorServing() {
        Map<SliceKey, EndpointSlice> slices = Map.of(
                key(EAST, "s"), slice("s", endpoint("10.1.0.1")), key(NORTH, "s"), slice("s", endpoint("10.3.0.1")));

        Wanted wanted = wanted(Imports.web(ServiceType.CLUSTER_SET_IP, HTTP), slices, EAST);

        assertThat(endpoints(wanted, EAST)).containsExactly(new WrittenEndpoint("10.1.0.1", "", false, false, false));
        assertThat(endpoints(wanted, NORTH)).containsExactly(new WrittenEndpoint("10.3.0.1", "", true, true, false));
    }

    @Test
    void whereNoReadyEndpointCanBeReachedAllStayAsTheyAre() {
        EndpointSlice notReady = slice("s", new Endpoint(InetAddress.ofLiteral("10.3.0.1"), "", false, 1));
        Map<SliceKey, EndpointSlice> slices =
                Map.of(key(EAST, "s"), slice("s", endpoint("10.1.0.1")), key(NORTH, "s"), notReady);

        Wanted wanted = wanted(Imports.web(ServiceType.CLUSTER_SET_IP, HTTP), slices, EAST);

        assertThat(endpoints(wanted, EAST)).containsExactly(new WrittenEndpoint("10.1.0.1", "", true, true, false));
        assertThat(endpoints(wanted, NORTH)).containsExactly(new WrittenEndpoint("10.3.0.1", "", false, false, false));
    }

    @Test
    void oneThatDrainsIsTakenWhereNoOtherIsLeft() {
        Endpoint drains = new Endpoint(InetAddress.ofLiteral("10.1.0.1"), "web-0", true, 0);

        Wanted wanted = wanted(Imports.web(ServiceType.CLUSTER_SET_IP, HTTP), Imports.east(drains));

        assertThat(endpoints(wanted, EAST))
                .containsExactly(new WrittenEndpoint("10.1.0.1", "web-0", false, true, true));
    }

    @Test
    void whatServesWhileItEndsIsSaidToDoSo() {
        Endpoint ends = new Endpoint(InetAddress.ofLiteral("10.1.0.1"), "", false, true, true, 1);

        Wanted wanted = wanted(Imports.web(ServiceType.CLUSTER_SET_IP, HTTP), Imports.east(ends));

        assertThat(endpoints(wanted, EAST)).containsExactly(new WrittenEndpoint("10.1.0.1", "", false, true, true));
    }

    @Test
    void eachFamilyHasASliceAndTheServiceHasBoth() {
        Wanted wanted = wanted(
                Imports.web(ServiceType.CLUSTER_SET_IP, HTTP), Imports.east(endpoint("10.1.0.1"), endpoint("fd00::1")));

        assertThat(wanted.slices().values()).extracting(WrittenSlice::family).containsExactlyInAnyOrder("IPv4", "IPv6");
        assertThat(wanted.service().orElseThrow().family()).isEmpty();
    }

    @Test
    void aServiceOfOneFamilyHasNoAddressThatLeadsNowhere() {
        Wanted wanted = wanted(Imports.web(ServiceType.CLUSTER_SET_IP, HTTP), Imports.east(endpoint("10.1.0.1")));

        assertThat(wanted.service().orElseThrow().family()).isEqualTo("IPv4");
    }

    @Test
    void theFamiliesOfTheImportCountMoreThanThoseOfItsEndpoints() {
        ServiceImport imported = new ServiceImport(
                WEB,
                ServiceType.CLUSTER_SET_IP,
                List.of(HTTP),
                ServiceTraits.NONE,
                List.of(IpFamily.IPV6),
                List.of(EAST));

        Wanted wanted = wanted(imported, Imports.east(endpoint("10.1.0.1")));

        assertThat(wanted.service().orElseThrow().family()).isEqualTo("IPv6");
    }

    @Test
    void aServiceWithoutEndpointsKeepsTheFamilyThatItHas() {
        ServiceImport imported = Imports.web(ServiceType.CLUSTER_SET_IP, HTTP);
        WrittenService service =
                wanted(imported, Imports.east(endpoint("10.1.0.1"))).service().orElseThrow();
        SeenService seen =
                new SeenService(null, new Seen<>(service, "u", "1", Set.of(), false), ServiceAddresses.NONE, Map.of());

        assertThat(WantedObjects.of(imported, Map.of(), Set.of(), seen).service())
                .contains(service);
    }

    @Test
    void aPortWithoutANameAmongOthersGetsOneInServiceAndSlicesAlike() {
        ServicePort unnamed = ServicePort.of("", Protocol.TCP, 80);
        ServicePort named = ServicePort.of("admin", Protocol.TCP, 81);
        EndpointSlice slice =
                new EndpointSlice(WEB, "s", List.of(unnamed.listeningOn(8080), named), List.of(endpoint("10.1.0.1")));

        Wanted wanted = wanted(Imports.web(ServiceType.CLUSTER_SET_IP, unnamed, named), Map.of(key(EAST, "s"), slice));

        assertThat(wanted.service().orElseThrow().ports())
                .containsExactly(new WrittenPort("tcp-80", "TCP", 80, ""), new WrittenPort("admin", "TCP", 81, ""));
        assertThat(wanted.imported().ports())
                .isEqualTo(wanted.service().orElseThrow().ports());
        assertThat(wanted.slices().values().iterator().next().ports())
                .containsExactly(new WrittenPort("tcp-80", "TCP", 8080, ""), new WrittenPort("admin", "TCP", 81, ""));
    }

    @Test
    void eachOfSeveralPortsWithoutANameGetsOneThatNoOtherPortHasWhereverItStands() {
        ServicePort named = ServicePort.of("http", Protocol.TCP, 80);
        ServicePort stream = ServicePort.of("", Protocol.TCP, 8080);
        ServicePort datagrams = ServicePort.of("", Protocol.UDP, 8080);
        ServicePort alike = ServicePort.of("udp-8080", Protocol.UDP, 53);
        ServicePort further = ServicePort.of("tcp-8080", Protocol.TCP, 80);
        EndpointSlice slice = new EndpointSlice(WEB, "s", List.of(datagrams), List.of(endpoint("10.1.0.1")));

        Wanted wanted = wanted(
                Imports.web(ServiceType.CLUSTER_SET_IP, named, stream, datagrams, alike, further),
                Map.of(key(EAST, "s"), slice));

        assertThat(wanted.service().orElseThrow().ports())
                .containsExactly(
                        new WrittenPort("http", "TCP", 80, ""),
                        new WrittenPort("tcp-8080-2", "TCP", 8080, ""),
                        new WrittenPort("udp-8080-2", "UDP", 8080, ""),
                        new WrittenPort("udp-8080", "UDP", 53, ""));
        assertThat(wanted.imported().ports())
                .isEqualTo(wanted.service().orElseThrow().ports());
        assertThat(wanted.slices().values().iterator().next().ports())
                .containsExactly(new WrittenPort("udp-8080-2", "UDP", 8080, ""));
    }

    @Test
    void theOnlyPortNeedsNoName() {
        Wanted wanted = wanted(Imports.web(ServiceType.CLUSTER_SET_IP, ServicePort.of("", Protocol.TCP, 80)), Map.of());

        assertThat(wanted.imported().ports()).containsExactly(new WrittenPort("", "TCP", 80, ""));
    }

    @Test
    void endpointsOfAHeadlessServiceThatListenOnNoneOfItsPortsHaveNone() {
        Map<SliceKey, EndpointSlice> slices =
                Map.of(key(EAST, "s"), EndpointSlice.portless(WEB, "s", List.of(endpoint("10.1.0.1"))));

        assertThat(wanted(Imports.web(ServiceType.HEADLESS, HTTP), slices)
                        .slices()
                        .values())
                .singleElement()
                .satisfies(slice -> assertThat(slice.ports()).isEmpty());
    }

    @Test
    void aPortThatTheClusterHasUnderAnotherNumberIsNotServedByTheAddress() {
        EndpointSlice slice = new EndpointSlice(
                WEB,
                "s",
                List.of(HTTP, ServicePort.of("admin", Protocol.TCP, 9000)),
                Set.of("admin"),
                false,
                List.of(endpoint("10.1.0.1")));
        ServicePort admin = ServicePort.of("admin", Protocol.TCP, 81);
        Map<SliceKey, EndpointSlice> slices = Map.of(key(EAST, "s"), slice);

        assertThat(wanted(Imports.web(ServiceType.CLUSTER_SET_IP, HTTP, admin), slices)
                        .slices()
                        .values()
                        .iterator()
                        .next()
                        .ports())
                .extracting(WrittenPort::name)
                .containsExactly("http");
        assertThat(wanted(Imports.web(ServiceType.HEADLESS, HTTP, admin), slices)
                        .slices()
                        .values()
                        .iterator()
                        .next()
                        .ports())
                .extracting(WrittenPort::name)
                .containsExactly("http", "admin");
        assertThat(wanted(Imports.web(ServiceType.CLUSTER_SET_IP, admin), slices)
                        .slices())
                .as("none of its ports is left")
                .isEmpty();
    }

    @Test
    void affinityIsThatOfTheExportAndMeansNothingWithoutAnAddress() {
        ServiceTraits sticky = new ServiceTraits(SessionAffinity.CLIENT_IP, 60, "", "", Map.of(), Map.of());
        ServiceImport headless = new ServiceImport(WEB, ServiceType.HEADLESS, List.of(HTTP), sticky, List.of(EAST));

        assertThat(wanted(Imports.web(sticky), Map.of()).service().orElseThrow().affinitySeconds())
                .isEqualTo(60);
        assertThat(wanted(headless, Map.of()).service().orElseThrow().affinitySeconds())
                .isZero();
    }

    @Test
    void aServiceWithoutPortsCannotBe() {
        assertThat(wanted(Imports.web(ServiceType.CLUSTER_SET_IP), Map.of()).service())
                .isEmpty();
        assertThat(wanted(Imports.web(ServiceType.HEADLESS), Map.of()).service())
                .isPresent();
    }
}
