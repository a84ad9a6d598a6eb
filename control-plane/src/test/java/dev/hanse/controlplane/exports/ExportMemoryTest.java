// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.AuditRecord;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.HeapShares;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.store.AuditFilter;
import dev.hanse.controlplane.store.FederationStore;
import dev.hanse.controlplane.store.SavedState;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StoreMark;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.controlplane.testing.TestFederation;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects the process from what all members together may say: measured, it is no more than it counts for. */
class ExportMemoryTest {

    private static final HeapShares SMALL = new HeapShares(6 << 20, 12 << 20, 20 << 20);
    private static final HeapShares LAUNCHERS = HeapShares.of(384L << 20);
    private static final int PIECE = 50;
    private static final int CLUSTERS = 4;
    private static final int GATEWAYS = 3;

    /** What somebody may fill the limits with. */
    enum Kind {
        SMALL_SERVICES(i -> List.of(service(i, 0, 0, Map.of()))),
        SERVICES_OF_LONG_PORTS(i -> List.of(service(i, 100, 63, Map.of()))),
        SERVICES_OF_SHORT_PORTS(i -> List.of(service(i, 100, 3, Map.of()))),
        SERVICES_OF_LABELS(i -> List.of(service(i, 1, 1, labels(i)))),
        SMALL_SLICES(i -> List.of(service(i / 10, 0, 0, Map.of()), slice(i / 10, i % 10, 1, 0, 0, false))),
        LARGE_SLICES(i -> List.of(service(i / 10, 0, 0, Map.of()), slice(i / 10, i % 10, 100, 0, 0, false))),
        SLICES_OF_HOST_NAMES(i -> List.of(service(i / 10, 0, 0, Map.of()), slice(i / 10, i % 10, 100, 0, 63, false))),
        SLICES_OF_IPV6(i -> List.of(service(i / 10, 0, 0, Map.of()), slice(i / 10, i % 10, 100, 0, 0, true))),
        SLICES_OF_PORTS(i -> List.of(service(i / 10, 100, 63, Map.of()), slice(i / 10, i % 10, 1, 100, 0, false)));

        private final IntFunction<List<ExportItem>> items;

        Kind(IntFunction<List<ExportItem>> items) {
            this.items = items;
        }
    }

    private static ServiceName name(int i) {
        return new ServiceName("n" + i % 7 + "n".repeat(40), "s" + i + "s".repeat(40));
    }

    private static List<ServicePort> ports(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ServicePort(
                        "p" + i
                                + "p"
                                        .repeat(Math.max(
                                                0,
                                                length - 1 - String.valueOf(i).length())),
                        Protocol.TCP,
                        1 + i,
                        length > 60 ? "a".repeat(190) + "/" + i + "a".repeat(50) : ""))
                .toList();
    }

    private static ExportItem service(int i, int ports, int portName, Map<String, String> labels) {
        return new ExportItem.Service(new ServiceExport(
                name(i),
                ServiceType.HEADLESS,
                Fixture.NOW.plusSeconds(i),
                ports(ports, Math.min(portName, 62)),
                new ServiceTraits(SessionAffinity.NONE, "", "", labels, labels)));
    }

    private static Map<String, String> labels(int i) {
        return IntStream.range(0, 64)
                .boxed()
                .collect(Collectors.toMap(n -> "k".repeat(190) + "/k" + i + "-" + n, n -> "v" + n + "v".repeat(50)));
    }

    private static ExportItem slice(int i, int number, int endpoints, int ports, int hostname, boolean v6) {
        return new ExportItem.Slice(new EndpointSlice(
                name(i),
                "x" + number,
                ports(ports, 62),
                IntStream.range(0, endpoints)
                        .mapToObj(n -> endpoint(n, hostname, v6))
                        .toList()));
    }

    private static Endpoint endpoint(int n, int hostname, boolean v6) {
        byte[] v4 = {10, 1, (byte) (n >> 8), (byte) n};
        byte[] long6 = {(byte) 0xfd, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) (n >> 8), (byte) n};
        try {
            return new Endpoint(
                    InetAddress.getByAddress(v6 ? long6 : v4), hostname == 0 ? "" : "h" + n + "h".repeat(58), true, 1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps nothing, so that what is measured is what the process holds. */
    private static final class Nowhere implements FederationStore {
        @Override
        public SavedState load() {
            return SavedState.EMPTY;
        }

        @Override
        public Map<StoreMark, String> marks() {
            return Map.of();
        }

        @Override
        public void commit(List<StateChange> changes) {}

        @Override
        public List<AuditRecord> audit(AuditFilter filter, long before, int limit) {
            return List.of();
        }

        @Override
        public void close() {}
    }

    private static TestFederation federation(HeapShares shares) {
        return new TestFederation(new Nowhere(), ExportLimits.of(shares), () -> "e", Fixture.HOLD, Fixture.NOW);
    }

    /** Several gateways of several clusters join, and then say as much as they may. */
    private static void fill(TestFederation federation, List<Kind> kinds) {
        List<GatewayId> gateways = new ArrayList<>();
        for (int i = 0; i < CLUSTERS * GATEWAYS; i++) {
            if (i % GATEWAYS == 0) {
                federation.addCluster(cluster(i / GATEWAYS));
            }
            GatewayId gateway = Fixture.gateway("cluster-" + i / GATEWAYS, "gw-" + i);
            federation.addGateway(GatewayMember.joined(gateway, Fixture.NOW, Fixture.NOW));
            federation.connected(gateway, Position.NONE);
            gateways.add(gateway);
        }
        for (int i = 0; i < gateways.size(); i++) {
            fill(federation, gateways.get(i), kinds.get(i % kinds.size()), 100_000 * i);
        }
    }

    private static ClusterMember cluster(int number) {
        return new ClusterMember(
                new ClusterId("cluster-" + number),
                List.of(IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("fd01::/32")),
                List.of(),
                Fixture.NOW);
    }

    private static void fill(TestFederation federation, GatewayId gateway, Kind kind, int first) {
        boolean room = true;
        for (int at = 0; room; at += PIECE) {
            List<ExportItem> items = new ArrayList<>();
            for (int i = 0; i < PIECE; i++) {
                items.addAll(kind.items.apply(first + at + i));
            }
            ExportChange piece = new ExportChange(new Position("g", at + 1), at == 0, false, List.of(), items);
            room = federation.apply(gateway, piece, Fixture.NOW).refusals().isEmpty();
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /**
     * What a federation counts, and what is free without it.
     *
     * @param counted octets
     * @param held octets
     */
    private record Measure(long counted, long held) {

        static Measure of(HeapShares shares, List<Kind> kinds) {
            List<TestFederation> box = new ArrayList<>(List.of(federation(shares)));
            fill(box.getFirst(), kinds);
            long counted = box.getFirst().octets();
            long with = used();
            box.clear();
            return new Measure(counted, with - used());
        }
    }

    @ParameterizedTest
    @EnumSource
    void holdsNoMoreThanItCountsFor(Kind kind) {
        Measure measure = Measure.of(SMALL, List.of(kind));

        assertThat(measure.counted()).as("%s: %s", kind, measure).isBetween(SMALL.ofSet() / 2, SMALL.ofSet());
        assertThat(measure.held()).as("%s: %s", kind, measure).isBetween(SMALL.ofSet() / 20, measure.counted());
    }

    /** With the limits that the launcher's heap gives, by all kinds of what costs most. */
    @Test
    void theWorstThatAllMaySayFitsIntoItsShareOfTheHeap() {
        Measure measure = Measure.of(LAUNCHERS, List.of(Kind.values()));

        assertThat(measure.counted()).as("%s", measure).isBetween(LAUNCHERS.ofSet() * 3 / 4, LAUNCHERS.ofSet());
        assertThat(measure.held()).as("%s", measure).isBetween(LAUNCHERS.ofSet() / 10, LAUNCHERS.ofSet());
    }
}
