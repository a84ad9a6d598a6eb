// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Protects services of many slices, of which few change at a time: after any series of changes the zone is to the octet the one that a fresh compiler makes, and has each address
 * once, in order, with the highest weight.
 */
class LargeServiceProperties {

    private static final WireName APEX = WireName.of("clusterset.local");
    private static final ServiceName SERVICE = new ServiceName("shop", "web");
    private static final String NAME = "web.shop.svc.clusterset.local";
    private static final List<ServicePort> PORTS = List.of(ServicePort.of("http", Protocol.TCP, 80));
    private static final List<ServicePort> OTHER = List.of(ServicePort.of("http", Protocol.TCP, 81));
    private static final List<String> CLUSTERS = List.of("east", "north", "west");
    private static final int SLICES = 5;
    private static final int OF_SLICE = 70;

    private SharedMap<ServiceName, ServiceImport> imports = SharedMap.empty();
    private SharedMap<SliceKey, EndpointSlice> slices = SharedMap.empty();
    private Set<ClusterId> unreachable = Set.of();

    @Property(tries = 60)
    void changesLeadToTheZoneOfTheView(
            @ForAll @IntRange(max = 3) int most,
            @ForAll @Size(min = 1, max = 14) List<@Size(min = 1, max = 6) List<@IntRange(max = 4_095) Integer>> turns) {
        ZoneCompiler compiler = compiler(most);
        service(0);
        for (int turn = 0; turn < turns.size(); turn++) {
            turns.get(turn).forEach(this::change);
            View view = new View(new ClusterId("east"), turn + 1, imports, slices);
            Zone zone = compiler.compile(view, unreachable);
            ZoneCompiler anew = compiler(most);
            List<String> fresh = new ZoneText(anew.compile(view, unreachable), anew.origins()).of(names());
            assertThat(new ZoneText(zone, compiler.origins()).of(names())).isEqualTo(fresh);
            assertThat(zone.soa().serial()).isEqualTo(turn + 1);
            assertAddresses(zone, most);
        }
    }

    private static ZoneCompiler compiler(int most) {
        return new ZoneCompiler(APEX, List.of(), true, most);
    }

    private List<String> names() {
        List<String> names =
                new ArrayList<>(List.of(NAME, "_http._tcp." + NAME, "_tcp." + NAME, "shop.svc.clusterset.local"));
        CLUSTERS.forEach(cluster -> names.add(cluster + "." + NAME));
        slices.forEach((key, slice) ->
                names.add(DashedAddress.label(slice.endpoints().getFirst()) + "." + key.cluster() + "." + NAME));
        return names;
    }

    private void change(int number) {
        String cluster = CLUSTERS.get(number % CLUSTERS.size());
        int slice = number / 3 % SLICES;
        int how = number / 3 / SLICES;
        switch (how % 16) {
            case 0 -> slices = slices.without(key(cluster, slice));
            case 1 -> service(how / 16);
            case 2 -> unreachable = how / 16 % 2 == 0 ? Set.of() : Set.of(new ClusterId(cluster));
            default -> put(cluster, slice, how);
        }
    }

    private void service(int how) {
        ServiceTraits traits = switch (how % 4) {
            case 0 -> TestView.selection("spread");
            case 1 -> TestView.selection("ordered-only west, north");
            case 2 -> TestView.clientAffinity();
            default -> ServiceTraits.NONE;
        };
        ServiceType type = how % 5 == 4 ? ServiceType.HEADLESS : ServiceType.CLUSTER_SET_IP;
        imports = imports.with(SERVICE, new ServiceImport(SERVICE, type, PORTS, traits, List.of()));
    }

    private static SliceKey key(String cluster, int slice) {
        return new SliceKey(SERVICE, new ClusterId(cluster), "slice-" + slice);
    }

    private void put(String cluster, int slice, int how) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < OF_SLICE; i++) {
            // The addresses of some slices are those of others, and some are there twice.
            int host = how % 5 == 0 ? i / 2 : (how % 3 == 0 ? 0 : slice) * OF_SLICE + i;
            boolean ready = how % 7 != 0 || i % 3 != 0;
            int weight = how % 4 == 0 ? i % 3 : how % 11 == 0 ? 0 : 1;
            String hostname = how % 6 == 0 ? "h" + i : "";
            endpoints.add(new Endpoint(address(cluster, how, host), hostname, ready, weight));
        }
        List<ServicePort> ports = how % 13 == 0 ? OTHER : PORTS;
        EndpointSlice made = new EndpointSlice(SERVICE, "slice-" + slice, ports, endpoints);
        slices = slices.with(key(cluster, slice), made);
    }

    private static InetAddress address(String cluster, int how, int host) {
        boolean ipv6 = how % 8 == 1 || how % 8 == 2 && host % 2 == 0;
        String text = ipv6
                ? "fd00::%d:%x".formatted(CLUSTERS.indexOf(cluster), host)
                : "10.%d.%d.%d".formatted(CLUSTERS.indexOf(cluster), host >> 8, host & 255);
        return InetAddress.ofLiteral(text);
    }

    /** Said once more in the plainest way, for services whose name stands for all endpoints. */
    private void assertAddresses(Zone zone, int most) {
        ServiceImport imported = imports.get(SERVICE);
        if (imported == null || !imported.traits().equals(TestView.selection("spread")) || !unreachable.isEmpty()) {
            return;
        }
        boolean headless = imported.type() == ServiceType.HEADLESS;
        Map<InetAddress, Integer> weights = new LinkedHashMap<>();
        for (int least = headless ? 0 : 1; weights.isEmpty() && least >= 0; least--) {
            addTo(weights, least);
        }
        boolean weighted = !headless && weights.values().stream().distinct().count() > 1;
        Node node = ZoneText.find(zone, NAME);
        for (boolean ipv4 : List.of(true, false)) {
            List<InetAddress> addresses = weights.keySet().stream()
                    .filter(each -> each instanceof Inet4Address == ipv4)
                    .toList();
            RrSet set = node == null ? null : node.records(ipv4 ? RecordType.A : RecordType.AAAA);
            assertThat(addresses(set)).isEqualTo(addresses);
            if (set != null) {
                assertWeights(set, addresses.stream().map(weights::get).toList(), weighted);
                assertThat(set.most()).isEqualTo(headless || most == 0 ? set.count() : Math.min(most, set.count()));
            }
        }
    }

    private void addTo(Map<InetAddress, Integer> weights, int least) {
        for (EndpointSlice slice : slices.values()) {
            for (Endpoint each : slice.endpoints()) {
                if (each.ready() && each.weight() >= least) {
                    weights.merge(each.address(), each.weight(), Math::max);
                }
            }
        }
    }

    private static List<InetAddress> addresses(@Nullable RrSet set) {
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; set != null && i < set.count(); i++) {
            byte[] record = new byte[set.length(i)];
            set.copy(i, 1, record, 0);
            byte[] address = new byte[record.length - 12];
            System.arraycopy(record, 12, address, 0, address.length);
            addresses.add(address(address));
        }
        return addresses;
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertWeights(RrSet set, List<Integer> weights, boolean weighted) {
        int sum = weights.stream().mapToInt(Integer::intValue).sum();
        assertThat(set.weighted()).isEqualTo(weighted && sum > 0);
        if (set.weighted()) {
            assertThat(set.weight()).isEqualTo(sum);
            for (int i = 0, at = 0; i < weights.size(); i++) {
                for (int n = 0; n < weights.get(i); n++) {
                    assertThat(set.byWeight(at++)).isEqualTo(i);
                }
            }
        }
    }
}
