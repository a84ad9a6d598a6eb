// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
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
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects those who ask from whoever changes one slice of a very large service all the time. */
class LargeServiceTest {

    private static final ServiceName SERVICE = new ServiceName("large", "endpoints");
    private static final ClusterId WEST = new ClusterId("west");
    private static final List<ServicePort> PORTS = List.of(ServicePort.of("http", Protocol.TCP, 80));
    private static final int SLICES = 500;
    private static final int OF_SLICE = EndpointSlice.MAX_ENDPOINTS;
    private static final int TURNS = 20;

    /** What an unchanged slice costs: a few references; what the changed one costs: its endpoints, a few times over. */
    private static final long OCTETS_OF_A_CHANGE = 100 * SLICES + 300 * OF_SLICE;

    private final ZoneCompiler compiler = new ZoneCompiler(WireName.of("clusterset.local"), List.of(), true);
    private SharedMap<SliceKey, EndpointSlice> slices = SharedMap.empty();
    private int version;

    private void put(int slice, int change) {
        List<Endpoint> endpoints = IntStream.range(0, OF_SLICE)
                .mapToObj(i -> Endpoint.ready(InetAddress.ofLiteral(
                        "10." + change + "." + (slice * OF_SLICE + i) / 256 + "." + (slice * OF_SLICE + i) % 256)))
                .toList();
        EndpointSlice made = new EndpointSlice(SERVICE, "slice-" + slice, PORTS, endpoints);
        slices = slices.with(new SliceKey(SERVICE, WEST, made.name()), made);
    }

    /** All with the same sum of their four words, which is what the JDK hashes them by. */
    private static InetAddress ofOneHash(int host) {
        return InetAddress.ofLiteral(
                "fd00::%x:%x:%x:%x".formatted(host >>> 16, host & 0xffff, ~host >>> 16, ~host & 0xffff));
    }

    @Test
    void addressesOfOneHashAreCompiledAsQuicklyAsOthers() {
        for (int slice = 0; slice < 200; slice++) {
            int first = slice * OF_SLICE;
            List<Endpoint> endpoints = IntStream.range(first, first + OF_SLICE)
                    .mapToObj(host -> Endpoint.ready(ofOneHash(host)))
                    .toList();
            EndpointSlice made = new EndpointSlice(SERVICE, "slice-" + slice, PORTS, endpoints);
            slices = slices.with(new SliceKey(SERVICE, WEST, made.name()), made);
        }
        assertThat(slices.values().stream()
                        .flatMap(slice -> slice.endpoints().stream())
                        .map(each -> each.address().hashCode())
                        .distinct())
                .hasSize(1);
        long begun = System.nanoTime();
        compiler.compile(view(), Set.of());
        // It took 23 s; a tenth of a second is usual.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }

    private View view() {
        ServiceImport imported =
                new ServiceImport(SERVICE, ServiceType.CLUSTER_SET_IP, PORTS, ServiceTraits.NONE, List.of(WEST));
        return new View(
                new ClusterId("east"),
                ++version,
                SharedMap.<ServiceName, ServiceImport>empty().with(SERVICE, imported),
                slices);
    }

    private static RrSet addresses(Zone zone) {
        Node node = Objects.requireNonNull(ZoneText.find(zone, "endpoints.large.svc.clusterset.local"));
        return Objects.requireNonNull(node.records(RecordType.A));
    }

    @Test
    void aSliceThatChangesLeavesTheRecordsOfAllOthersWhereTheyAre() {
        IntStream.range(0, SLICES).forEach(slice -> put(slice, 0));
        RrSet before = addresses(compiler.compile(view(), Set.of()));
        put(0, 1);
        RrSet after = addresses(compiler.compile(view(), Set.of()));
        assertThat(after.count()).isEqualTo(SLICES * OF_SLICE);
        assertThat(IntStream.range(0, SLICES)
                        .filter(slice -> after.array(slice * OF_SLICE) != before.array(slice * OF_SLICE))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aSliceThatChangesCostsWhatTheSliceCosts() {
        IntStream.range(0, SLICES).forEach(slice -> put(slice, 0));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        compiler.compile(view(), Set.of());
        put(0, 1);
        compiler.compile(view(), Set.of());
        long octets = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            put(turn, 2);
            View view = view();
            long before = threads.getCurrentThreadAllocatedBytes();
            compiler.compile(view, Set.of());
            octets += threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(octets / TURNS).isLessThan(OCTETS_OF_A_CHANGE);
    }
}
