// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Zone;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.Endpoint;
import dev.hanse.proto.v1.EndpointSlice;
import dev.hanse.proto.v1.ImportedSlice;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.Protocol;
import dev.hanse.proto.v1.ServiceImport;
import dev.hanse.proto.v1.ServiceName;
import dev.hanse.proto.v1.ServicePort;
import dev.hanse.proto.v1.ServiceType;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.ViewItem;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Protects the gateway from what a view may be: measured with its zone, it is no more than it counts for. */
class ViewMemoryTest {

    private static final ViewLimits SMALL = new ViewLimits(250_000, 20 << 20, 20 << 20);
    private static final ViewLimits LAUNCHERS = ViewLimits.ofHeap(384L << 20);
    private static final ServiceType IP = ServiceType.SERVICE_TYPE_CLUSTER_SET_IP;
    private static final ServiceType HEADLESS = ServiceType.SERVICE_TYPE_HEADLESS;

    /** What a view may be full of. */
    enum Kind {
        SMALL_SERVICES(i -> List.of(service(i, IP, 0, false))),
        SERVICES_OF_LONG_PORTS(i -> List.of(service(i, IP, 100, true))),
        SERVICES_OF_LONG_PORTS_WITH_ENDPOINTS(
                i -> List.of(service(i, IP, 100, true), slice(i, 0, 1, 100, false, false))),
        SMALL_SLICES(i -> List.of(service(i / 10, IP, 1, false), slice(i / 10, i % 10, 1, 1, false, false))),
        LARGE_SLICES(i -> List.of(service(i / 10, IP, 1, false), slice(i / 10, i % 10, 100, 1, false, false))),
        SLICES_OF_IPV6(i -> List.of(service(i / 10, IP, 1, false), slice(i / 10, i % 10, 100, 1, false, true))),
        SLICES_OF_ONE_WEIGHT_EACH(i -> List.of(service(i / 300, IP, 1, false), weighing(i / 300, i % 300, 1 + i % 3))),
        HEADLESS_SLICES(i -> List.of(service(i / 10, HEADLESS, 1, false), slice(i / 10, i % 10, 100, 1, false, false))),
        HEADLESS_HOST_NAMES(
                i -> List.of(service(i / 10, HEADLESS, 1, false), slice(i / 10, i % 10, 100, 1, true, false))),
        PORTS_OF_THEIR_OWN(i -> List.of(service(i / 100, IP, 1, false), onPort(i / 100, i % 100, 1, 1))),
        MANY_PORTS_OF_THEIR_OWN(i -> List.of(service(i / 2, IP, 100, false), onPort(i / 2, i % 2, 100, 100))),
        HEADLESS_PORTS(i -> List.of(service(i, HEADLESS, 100, false), slice(i, 0, 100, 100, true, true)));

        private final IntFunction<List<ViewItem>> items;

        Kind(IntFunction<List<ViewItem>> items) {
            this.items = items;
        }
    }

    private static ServiceName name(int i) {
        return ServiceName.newBuilder()
                .setNamespace("n" + i % 7 + "n".repeat(30))
                .setName("s" + i + "s".repeat(30))
                .build();
    }

    private static List<ServicePort> ports(int count, boolean large) {
        return IntStream.range(0, count)
                .mapToObj(i -> ServicePort.newBuilder()
                        .setName("p" + i + (large ? "p".repeat(58) : ""))
                        .setProtocol(Protocol.PROTOCOL_TCP)
                        .setPort(i + 1)
                        .setAppProtocol(large ? i + "a".repeat(250) : "")
                        .build())
                .toList();
    }

    private static ViewItem service(int i, ServiceType type, int ports, boolean large) {
        return ViewItem.newBuilder()
                .setServiceImport(ServiceImport.newBuilder()
                        .setService(name(i))
                        .setType(type)
                        .addAllPorts(ports(ports, large))
                        .addClusters("west-" + i % 4))
                .build();
    }

    /** A slice whose endpoints listen on other ports than those of all other slices. */
    private static ViewItem onPort(int i, int number, int endpoints, int ports) {
        ViewItem.Builder item = slice(i, number, endpoints, ports, true, true).toBuilder();
        EndpointSlice.Builder slice = item.getImportedSliceBuilder().getSliceBuilder();
        slice.getPortsBuilder(0).setPort(20_000 + number);
        return item.build();
    }

    /** One of many small slices of a service, whose address it alone has. */
    private static ViewItem weighing(int i, int number, int weight) {
        ViewItem.Builder item = slice(i, number, 1, 1, false, false).toBuilder();
        byte[] address = {10, 3, (byte) (number >>> 8), (byte) number};
        item.getImportedSliceBuilder()
                .getSliceBuilder()
                .getEndpointsBuilder(0)
                .setAddress(ByteString.copyFrom(address))
                .setWeight(weight);
        return item.build();
    }

    private static ViewItem slice(int i, int number, int endpoints, int ports, boolean hostnames, boolean v6) {
        EndpointSlice.Builder slice = EndpointSlice.newBuilder()
                .setService(name(i))
                .setSlice("x" + number)
                .addAllPorts(ports(ports, false));
        for (int n = 0; n < endpoints; n++) {
            byte[] v4 = {10, 2, (byte) number, (byte) n};
            byte[] long6 = {(byte) 0xfd, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) number, (byte) n};
            slice.addEndpoints(Endpoint.newBuilder()
                    .setAddress(ByteString.copyFrom(v6 ? long6 : v4))
                    .setHostname(hostnames ? "h" + n + "h".repeat(55) : "")
                    .setReady(true)
                    .setWeight(1));
        }
        return ViewItem.newBuilder()
                .setImportedSlice(
                        ImportedSlice.newBuilder().setCluster("west-" + i % 4).setSlice(slice))
                .build();
    }

    private static ViewAssembler assembler(ViewLimits limits) {
        return new ViewAssembler(new ViewRules(new ClusterId("east"), List.of()), limits);
    }

    /** As a gateway gets it: read from octets, one delta after the other, until one is refused. */
    private static List<ItemRefusal> fill(ViewAssembler view, Kind kind, int first, long octets) throws Exception {
        for (int at = 0; view.octets() < octets; at++) {
            List<ViewItem> items = new ArrayList<>(kind.items.apply(first + at));
            ViewDelta delta = ViewDelta.parseFrom(ViewDelta.newBuilder()
                    .setPosition(Position.newBuilder()
                            .setEpoch("e")
                            .setVersion(view.position().getVersion() + 1))
                    .setSnapshotBegin(view.position().getVersion() == 0)
                    .addAllUpserts(items)
                    .build()
                    .toByteArray());
            DeltaAck ack = ((ViewAssembler.Outcome.Applied) view.apply(delta)).ack();
            if (ack.getRefusalsCount() > 0) {
                return ack.getRefusalsList();
            }
        }
        return List.of();
    }

    private static ZoneCompiler compiler() {
        return new ZoneCompiler(WireName.of("clusterset.local"), List.of(), true);
    }

    private static Zone zone(ZoneCompiler compiler, ViewAssembler view) {
        ViewContent content = view.content();
        return compiler.compile(new View(new ClusterId("east"), 1, content.imports(), content.slices()), Set.of());
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @EnumSource
    void holdsNoMoreThanItCountsFor(Kind kind) throws Exception {
        long before = used();
        ViewAssembler view = assembler(SMALL);
        List<ItemRefusal> refusals = fill(view, kind, 0, Long.MAX_VALUE);
        ZoneCompiler compiler = compiler();
        Zone zone = zone(compiler, view);

        long held = used() - before;
        // It has what it made of each slice, for the next time.
        Reference.reachabilityFence(compiler);
        assertThat(zone.names().size()).isPositive();
        assertThat(refusals).extracting(ItemRefusal::getReason).contains("QUOTA_EXCEEDED");
        assertThat(view.octets()).isLessThanOrEqualTo(SMALL.octets());
        assertThat(held).as("octets held, filled by %s", kind).isLessThanOrEqualTo(view.octets());
    }

    /** With the limits that the launcher's heap gives. */
    @Test
    void theWorstViewFitsIntoItsShareOfTheHeap() throws Exception {
        long before = used();
        ViewAssembler view = assembler(LAUNCHERS);
        for (Kind kind : Kind.values()) {
            long share = LAUNCHERS.octets() * (1 + kind.ordinal()) / Kind.values().length;
            fill(view, kind, 1_000_000 * (1 + kind.ordinal()), share);
        }
        ZoneCompiler compiler = compiler();
        Zone zone = zone(compiler, view);

        long held = used() - before;
        // It has what it made of each slice, for the next time.
        Reference.reachabilityFence(compiler);
        assertThat(zone.names().size()).isPositive();
        assertThat(view.octets()).isBetween(LAUNCHERS.octets() * 3 / 4, LAUNCHERS.octets());
        assertThat(held).isLessThanOrEqualTo(LAUNCHERS.octets());
    }
}
