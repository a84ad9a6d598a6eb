// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.merge.Constituent;
import dev.hanse.discovery.merge.ExportAge;
import dev.hanse.discovery.merge.MergedService;
import dev.hanse.discovery.merge.ServiceMerge;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects that ports belong to endpoints, from what Consul says of instances to what DNS answers: no endpoint is lost, and SRV leads to the port that it has. */
class PortsOfEndpointsTest {

    private static final ServiceName WEB = ServiceName.parse("shop/web");
    private static final String NAME = "web.shop.svc.clusterset.local";

    private final List<Constituent> clusters = new ArrayList<>();
    private final Map<ClusterId, ExportSet> exported = new TreeMap<>();

    /** A cluster with these instances; the one that is named first is the oldest. */
    private void cluster(String id, ConsulInstance... instances) {
        ClusterId cluster = new ClusterId(id);
        ExportSet set = new ConsulExports(FirstSeen.inMemory(InstantSource.fixed(Instant.EPOCH)), new Complaints())
                .of(List.of(instances), true);
        exported.put(cluster, set);
        clusters.add(Constituent.of(
                cluster,
                ExportAge.seen(Instant.ofEpochSecond(clusters.size())),
                set.exports().getFirst(),
                set.slices()));
    }

    private Set<String> ask(String from, String question, String type) {
        MergedService merged = ServiceMerge.merge(clusters);
        TreeMap<SliceKey, EndpointSlice> slices = new TreeMap<>();
        exported.forEach((cluster, set) -> set.slices()
                .forEach(slice -> merged.importedSlice(cluster, slice)
                        .ifPresent(seen -> slices.put(new SliceKey(WEB, cluster, seen.name()), seen))));
        TreeMap<ServiceName, ServiceImport> imports = new TreeMap<>(Map.of(WEB, merged.serviceImport()));
        Asker asker = new Asker();
        asker.publish(new View(new ClusterId(from), 1, SharedMap.copyOf(imports), SharedMap.copyOf(slices)));
        return Arrays.stream(asker.text(question, type).split("\n"))
                .skip(1)
                .map(line -> line.substring(line.indexOf(type + " ") + type.length() + 1))
                .map(line -> line.replace("." + NAME + ".", "").replace(NAME + ".", "web"))
                .collect(Collectors.toSet());
    }

    private static ConsulInstance on(String id, String address, int port, String... meta) {
        Map<String, String> all = new TreeMap<>(Map.of("clusterset-service", "web"));
        for (String each : meta) {
            all.put("clusterset-" + each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        return Instances.of("web-" + id, id, address, port, all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster-set-ip", "headless"})
    void instancesOnThreePortsAreEachLedToByTheirOwn(String type) {
        cluster(
                "east",
                on("a", "10.1.0.1", 23001, "type=" + type),
                on("b", "10.1.0.2", 31002, "type=" + type),
                on("c", "10.1.0.2", 28003, "type=" + type));

        assertThat(ask("west", NAME, "A")).containsExactlyInAnyOrder("10.1.0.1", "10.1.0.2");
        assertThat(ask("west", "_http._tcp." + NAME, "SRV"))
                .containsExactlyInAnyOrder("0 33 23001 a.east", "0 33 31002 b.east", "0 33 28003 c.east");
        assertThat(ask("west", "b.east." + NAME, "A")).containsExactly("10.1.0.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster-set-ip", "headless"})
    void twoNamesOnOneNumberKeepTheirEndpoints(String type) {
        cluster(
                "east",
                on("api", "10.1.0.1", 8080, "port-name=api", "type=" + type),
                on("admin", "10.1.0.2", 8080, "port-name=admin", "type=" + type));

        assertThat(ask("west", NAME, "A")).containsExactlyInAnyOrder("10.1.0.1", "10.1.0.2");
        assertThat(ask("west", "_api._tcp." + NAME, "SRV")).containsExactly("0 100 8080 api.east");
        assertThat(ask("west", "_admin._tcp." + NAME, "SRV")).containsExactly("0 100 8080 admin.east");
    }

    @Test
    void twoNamesOnOneNumberOfOneAddressLeadToTheService() {
        cluster("east", on("api", "10.1.0.1", 8080, "port-name=api"), on("admin", "10.1.0.1", 8080, "port-name=admin"));

        assertThat(ask("west", NAME, "A")).containsExactly("10.1.0.1");
        assertThat(ask("west", "_api._tcp." + NAME, "SRV")).containsExactly("0 100 8080 web");
        assertThat(ask("west", "_admin._tcp." + NAME, "SRV")).containsExactly("0 100 8080 web");
    }

    @Test
    void oneNameAndNumberOfTwoProtocolsKeepsTheEndpointsOfBoth() {
        cluster(
                "east",
                on("t", "10.1.0.1", 53, "port-name=dns"),
                on("u", "10.1.0.2", 53, "port-name=dns", "protocol=udp"));

        assertThat(ask("west", NAME, "A")).containsExactlyInAnyOrder("10.1.0.1", "10.1.0.2");
        assertThat(ask("west", "_dns._tcp." + NAME, "SRV")).containsExactly("0 100 53 t.east");
        assertThat(ask("west", "_dns._udp." + NAME, "SRV")).containsExactly("0 100 53 u.east");
    }

    @Test
    void portsWithoutANameKeepTheirEndpointsBesideOthers() {
        cluster(
                "east",
                on("t", "10.1.0.1", 53, "port-name="),
                on("u", "10.1.0.2", 53, "port-name=", "protocol=udp"),
                on("m", "10.1.0.3", 9090, "port-name=metrics"));

        assertThat(ask("west", NAME, "A")).containsExactlyInAnyOrder("10.1.0.1", "10.1.0.2", "10.1.0.3");
        assertThat(ask("west", "_metrics._tcp." + NAME, "SRV")).containsExactly("0 100 9090 m.east");
    }

    @Test
    void theSamePortNameOfTwoNumbersKeepsTheEndpointsOfBothClusters() {
        cluster("east", on("a", "10.1.0.1", 80));
        cluster("west", on("b", "10.2.0.1", 8080));

        assertThat(ask("north", NAME, "A")).containsExactlyInAnyOrder("10.1.0.1", "10.2.0.1");
        assertThat(ask("north", "_http._tcp." + NAME, "SRV"))
                .containsExactlyInAnyOrder("0 50 80 a.east", "0 50 8080 b.west");
        assertThat(ask("west", NAME, "A")).containsExactly("10.2.0.1");
        assertThat(ask("west", "_http._tcp." + NAME, "SRV"))
                .as("all that the name of the service stands for here listens on it")
                .containsExactly("0 100 8080 web");
        assertThat(ServiceMerge.merge(clusters).conflicts().values())
                .allSatisfy(condition ->
                        assertThat(condition.message()).contains("http is 80/TCP in east and 8080/TCP in west"));
    }

    @Test
    void anOlderClusterThatLosesAPortTakesNoEndpointFromAYoungerOne() {
        cluster("east", on("a", "10.1.0.1", 9090));
        cluster("west", on("b", "10.2.0.1", 8080), on("c", "10.2.0.2", 9090));

        assertThat(ask("west", NAME, "A")).containsExactlyInAnyOrder("10.2.0.1", "10.2.0.2");
        assertThat(ask("west", "_http._tcp." + NAME, "SRV"))
                .containsExactlyInAnyOrder("0 50 8080 b.west", "0 50 9090 c.west");
        assertThat(ask("north", "_http._tcp." + NAME, "SRV")).hasSize(3);
    }

    @Test
    void anEndpointIsAnsweredForThePortsThatItServesOnly() {
        cluster("east", on("a", "10.1.0.1", 80));
        cluster("west", on("b", "10.2.0.1", 80), on("m", "10.2.0.1", 9090, "port-name=metrics"));

        assertThat(ask("east", NAME, "A")).containsExactly("10.1.0.1");
        assertThat(ask("east", "_http._tcp." + NAME, "SRV")).containsExactly("0 100 80 web");
        assertThat(ask("east", "_metrics._tcp." + NAME, "SRV"))
                .as("the local endpoint, though it comes first, does not serve it")
                .containsExactly("0 100 9090 m.west");
    }

    @Test
    void aNumberThatAnOlderClusterCallsOtherwiseIsAnsweredUnderBothNames() {
        cluster("east", on("a", "10.1.0.1", 80));
        cluster("west", on("b", "10.2.0.1", 80, "port-name=web"));

        assertThat(ask("north", "_http._tcp." + NAME, "SRV")).containsExactly("0 100 80 web");
        assertThat(ask("north", "_web._tcp." + NAME, "SRV")).containsExactly("0 100 80 b.west");
    }

    @Test
    void instancesWithOneIdOnThreeNodesHaveNamesAndRecordsOfTheirOwn() {
        cluster(
                "east",
                Instances.on("n1", on("peers", "10.1.0.1", 80, "type=headless")),
                Instances.on("n2", on("peers", "10.1.0.2", 80, "type=headless")),
                Instances.on("n3", on("PEERS", "10.1.0.3", 80, "type=headless")),
                Instances.on("n4", on("10-1-0-1", "10.1.0.4", 80, "type=headless")));

        assertThat(ask("west", "_http._tcp." + NAME, "SRV"))
                .containsExactlyInAnyOrder(
                        "0 25 80 peers-n1.east",
                        "0 25 80 peers-n2.east",
                        "0 25 80 peers-n3.east",
                        "0 25 80 10-1-0-1-n4.east");
        assertThat(ask("west", "peers-n3.east." + NAME, "A")).containsExactly("10.1.0.3");
    }

    @Test
    void slicesOfSeveralPortNamesOnOneNumberAreTwoAndKeepTheirNames() {
        cluster("east", on("api", "10.1.0.1", 8080, "port-name=api"), on("x", "10.1.0.2", 80));

        Set<String> before = exported.values().iterator().next().slices().stream()
                .map(EndpointSlice::name)
                .collect(Collectors.toSet());
        cluster(
                "west",
                on("api", "10.1.0.1", 8080, "port-name=api"),
                on("b", "10.1.0.3", 8080, "port-name=bpi"),
                on("x", "10.1.0.2", 80));

        assertThat(before).containsExactlyInAnyOrder("tcp-8080", "tcp-80");
        assertThat(clusters.getLast().export().ports()).hasSize(3);
        assertThat(Objects.requireNonNull(exported.get(new ClusterId("west"))).slices())
                .extracting(EndpointSlice::name)
                .hasSize(3)
                .containsAll(before);
    }
}
