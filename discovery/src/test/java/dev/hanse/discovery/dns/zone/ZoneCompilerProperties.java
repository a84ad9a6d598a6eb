// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.View;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Protects compiling only what changed: after any series of changes the zone is the one that a fresh compiler makes. */
class ZoneCompilerProperties {

    private static final WireName APEX = WireName.of("clusterset.local");
    private static final int SERVICES = 12;
    private static final Set<ClusterId> WEST = Set.of(new ClusterId("west"));

    private final TestView text = new TestView("east");
    private SharedMap<ServiceName, ServiceAddress> allocated = SharedMap.empty();

    @Property(tries = 200)
    void changesLeadToTheZoneOfTheView(
            @ForAll @Size(max = 30)
                    List<@Size(min = 1, max = 4) List<@IntRange(max = 11 * SERVICES - 1) Integer>> turns) {
        ZoneCompiler compiler = new ZoneCompiler(APEX, List.of(), true);
        View view = View.empty(new ClusterId("east"));
        for (int turn = 0; turn < turns.size(); turn++) {
            turns.get(turn).forEach(this::change);
            View next = text.version(turn + 1);
            view = new View(
                    next.cluster(),
                    next.version(),
                    follow(view.imports(), next.imports()),
                    follow(view.slices(), next.slices()));
            Set<ClusterId> unreachable = turn % 7 == 6 ? WEST : Set.of();
            ClusterAddresses addresses = turn % 9 == 8 ? ClusterAddresses.NONE : ClusterAddresses.of(allocated);
            List<String> fresh = essence(new ZoneCompiler(APEX, List.of(), true).compile(view, unreachable, addresses));
            assertThat(essence(compiler.compile(view, unreachable, addresses))).isEqualTo(fresh);
        }
    }

    /** Makes {@code to} from {@code from} change by change, as a gateway does, so that the two share what is the same. */
    private static <K extends Comparable<K>, V> SharedMap<K, V> follow(SharedMap<K, V> from, SharedMap<K, V> to) {
        SharedMap<K, V> map = from;
        List<K> changed = new ArrayList<>();
        to.differences(from, changed::add);
        for (K key : changed) {
            V value = to.get(key);
            map = value == null ? map.without(key) : map.with(key, value);
        }
        return map;
    }

    private void change(int number) {
        String service = "ns-" + number % 3 + "/svc-" + number % SERVICES;
        switch (number / SERVICES) {
            case 0, 1 -> text.clusterSetIp(service, "http/tcp/80");
            case 2 -> text.headless(service, "http/tcp/80", "dns/udp/53");
            case 3, 4 -> text.endpoints(service, "west", "10.2.0." + number, "10.2.1." + number + ",db-0");
            case 5 -> text.endpoints(service, "east", "10.1.0." + number);
            case 6 -> text.endpoints(service, "west", "10.2.0.1,,1,down");
            case 7 -> text.endpoints(service, "east");
            case 9 ->
                allocated = allocated.with(
                        ServiceName.parse(service),
                        new ServiceAddress(
                                List.of(InetAddress.ofLiteral("10.96.0." + number)),
                                List.of(ServicePort.of("http", Protocol.TCP, 80))));
            case 10 -> allocated = allocated.without(ServiceName.parse(service));
            default -> text.without(service);
        }
    }

    private static List<String> essence(Zone zone) {
        List<String> lines =
                new ArrayList<>(List.of(zone.names().size() + " names " + zone.panicServices() + " panic"));
        for (int i = 0; i < SERVICES; i++) {
            String name = "svc-" + i + ".ns-" + i % 3 + ".svc.clusterset.local";
            for (String prefix : List.of("", "_http._tcp.", "_dns._udp.", "_tcp.", "west.", "east.", "db-0.west.")) {
                lines.add(prefix + name + " " + node(zone, WireName.of(prefix + name)));
            }
        }
        for (int i = 0; i < 3; i++) {
            lines.add("ns-" + i + " " + node(zone, WireName.of("ns-" + i + ".svc.clusterset.local")));
        }
        return lines;
    }

    private static String node(Zone zone, WireName name) {
        Node node = zone.names().find(name.octets(), name.length(), name.nameHash());
        return node == null
                ? "none"
                : "A " + octets(node.records(RecordType.A)) + " SRV " + octets(node.records(RecordType.SRV));
    }

    private static String octets(@Nullable RrSet set) {
        if (set == null) {
            return "none";
        }
        byte[] records = new byte[set.octets()];
        set.copy(0, set.count(), records, 0);
        return HexFormat.of().formatHex(records);
    }
}
