// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.HeldOctets;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Protects a gateway's memory: what a view takes is counted with the names that its type gives it, in any order. */
class ViewLedgerTest {

    private static final ClusterId WEST = new ClusterId("west");
    private static final ClusterId EVIL = new ClusterId("evil");
    private static final ServicePort HTTP = ServicePort.of("http", Protocol.TCP, 80);

    private static ServiceImport service(int i, ServiceType type, ClusterId owner) {
        return new ServiceImport(
                new ServiceName("shop", "s" + i), type, List.of(HTTP), ServiceTraits.NONE, List.of(owner));
    }

    private static EndpointSlice slice(int i, String name, int endpoints) {
        return slice(i, name, endpoints, 80);
    }

    private static EndpointSlice slice(int i, String name, int endpoints, int port) {
        List<Endpoint> all = new ArrayList<>();
        for (int n = 0; n < endpoints; n++) {
            all.add(Endpoint.ready(InetAddress.ofLiteral("10.2.0." + n)));
        }
        return new EndpointSlice(
                new ServiceName("shop", "s" + i), name, List.of(ServicePort.of("http", Protocol.TCP, port)), all);
    }

    @Test
    void endpointsOfAHeadlessServiceCountWithTheirNamesWhicheverComesFirst() throws Exception {
        ViewLedger first = new ViewLedger(ViewLimits.ofHeap(384L << 20));
        first.put(service(1, ServiceType.HEADLESS, WEST));
        first.put(WEST, Optional.empty(), slice(1, "a", 9));
        ViewLedger second = new ViewLedger(ViewLimits.ofHeap(384L << 20));
        second.put(WEST, Optional.empty(), slice(1, "a", 9));
        second.put(service(1, ServiceType.HEADLESS, WEST));

        assertThat(first.octets()).isEqualTo(second.octets());
        first.put(service(1, ServiceType.CLUSTER_SET_IP, WEST));
        assertThat(first.octets())
                .isEqualTo(second.octets()
                        - HeldOctets.of(slice(1, "a", 9), true)
                        + HeldOctets.of(slice(1, "a", 9), false));
    }

    @Test
    void endpointsCountWithNamesWhileTheyListenOnDifferentPorts() throws Exception {
        ViewLedger ledger = new ViewLedger(ViewLimits.ofHeap(384L << 20));
        ledger.put(service(1, ServiceType.CLUSTER_SET_IP, WEST));
        ledger.put(WEST, Optional.empty(), slice(1, "a", 9));
        ledger.put(WEST, Optional.empty(), slice(1, "b", 9));
        long alike = ledger.octets();

        ledger.put(EVIL, Optional.empty(), slice(1, "c", 1, 8080));
        assertThat(ledger.octets())
                .isEqualTo(alike
                        + 2 * (HeldOctets.of(slice(1, "a", 9), true) - HeldOctets.of(slice(1, "a", 9), false))
                        + HeldOctets.of(slice(1, "c", 1), true));
        ledger.remove(EVIL, slice(1, "c", 1, 8080));
        assertThat(ledger.octets()).isEqualTo(alike);
    }

    @Test
    void oneClusterLeavesRoomToOthers() throws Exception {
        ViewLedger ledger = new ViewLedger(new ViewLimits(100, 100_000, 50_000));
        int taken = 0;
        while (takes(ledger, taken, EVIL)) {
            taken++;
        }
        assertThat(taken).isPositive();
        assertThat(ledger.octets()).isLessThanOrEqualTo(50_000);
        ledger.put(WEST, Optional.empty(), slice(1_000, "a", 9));
    }

    private static boolean takes(ViewLedger ledger, int i, ClusterId cluster) {
        try {
            ledger.put(cluster, Optional.empty(), slice(i, "a", 9));
            return true;
        } catch (ItemRefusedException e) {
            assertThat(e.reason()).isEqualTo("QUOTA_EXCEEDED");
            return false;
        }
    }

    @Test
    void aTypeThatWouldMakeTooManyNamesIsRefused() throws Exception {
        ViewLedger ledger = new ViewLedger(new ViewLimits(100, 30_000, 30_000));
        ledger.put(service(1, ServiceType.CLUSTER_SET_IP, WEST));
        ledger.put(WEST, Optional.empty(), slice(1, "a", 40));
        long before = ledger.octets();

        assertThatThrownBy(() -> ledger.put(service(1, ServiceType.HEADLESS, WEST)))
                .isInstanceOf(ItemRefusedException.class);
        assertThat(ledger.octets()).isEqualTo(before);
    }

    /** One thing that happens to a view. */
    record Step(int service, int slice, int endpoints, boolean headless, boolean west, int port, boolean removes) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.of(80, 80, 81),
                        Arbitraries.of(true, false, false))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 300)
    void saysWhatCountingAgainSays(@ForAll("steps") List<Step> steps) {
        ViewLedger ledger = new ViewLedger(new ViewLimits(100, 12_000, 9_000));
        Map<Integer, ServiceImport> imports = new TreeMap<>();
        Map<String, EndpointSlice> slices = new TreeMap<>();
        for (Step step : steps) {
            play(step, ledger, imports, slices);
            assertThat(ledger.octets()).isEqualTo(recount(imports, slices)).isLessThanOrEqualTo(12_000);
        }
    }

    private static void play(
            Step step, ViewLedger ledger, Map<Integer, ServiceImport> imports, Map<String, EndpointSlice> slices) {
        ClusterId cluster = step.west() ? WEST : EVIL;
        String key = cluster + "/" + step.service() + "/" + step.slice();
        try {
            if (step.slice() == 0 && step.removes()) {
                imports.remove(step.service());
                ledger.remove(new ServiceName("shop", "s" + step.service()));
            } else if (step.slice() == 0) {
                ServiceImport next = service(
                        step.service(), step.headless() ? ServiceType.HEADLESS : ServiceType.CLUSTER_SET_IP, cluster);
                ledger.put(next);
                imports.put(step.service(), next);
            } else if (step.removes()) {
                EndpointSlice gone = slices.remove(key);
                if (gone != null) {
                    ledger.remove(cluster, gone);
                }
            } else {
                EndpointSlice next = slice(step.service(), "x" + step.slice(), step.endpoints(), step.port());
                ledger.put(cluster, Optional.ofNullable(slices.get(key)), next);
                slices.put(key, next);
            }
        } catch (ItemRefusedException e) {
            assertThat(e.reason()).isEqualTo("QUOTA_EXCEEDED");
        }
    }

    private static long recount(Map<Integer, ServiceImport> imports, Map<String, EndpointSlice> slices) {
        long octets = 0;
        for (ServiceImport each : imports.values()) {
            octets += HeldOctets.of(each);
        }
        for (EndpointSlice each : slices.values()) {
            int i = Integer.parseInt(
                    each.service().name(), 1, each.service().name().length(), 10);
            ServiceImport imported = imports.get(i);
            boolean headless = imported != null && imported.type() == ServiceType.HEADLESS;
            octets += HeldOctets.of(each, headless || differ(each, slices));
        }
        return octets;
    }

    private static boolean differ(EndpointSlice slice, Map<String, EndpointSlice> all) {
        return all.values().stream()
                .filter(each -> each.service().equals(slice.service()))
                .anyMatch(each -> !each.ports().equals(slice.ports()));
    }
}
