// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.dns.DnsStatistics;
import dev.hanse.discovery.dns.zone.Origin;
import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import dev.hanse.gateway.exports.RefusedExport;
import dev.hanse.gateway.exports.SourceStatus;
import dev.hanse.gateway.identity.GatewayIdentity;
import dev.hanse.gateway.identity.RenewalStatus;
import dev.hanse.gateway.link.LinkState;
import dev.hanse.gateway.link.LinkStatus;
import dev.hanse.gateway.views.ViewContent;
import dev.hanse.tunnel.PeerStatus;
import dev.hanse.tunnel.QueueStatus;
import dev.hanse.tunnel.TunnelConfig;
import dev.hanse.tunnel.TunnelStatus;
import dev.hanse.tunnel.WorkerStatus;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.net.SocketBuffers;
import dev.hanse.tunnel.path.DirectionCounts;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.HandshakeDrop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** What gateways show of themselves, with a value wherever there can be one. Maps without an order have one entry. */
final class SampleStatus {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.250Z");
    private static final ClusterId EAST = new ClusterId("east");
    private static final ClusterId WEST = new ClusterId("west.prod");
    private static final ServiceName WEB = new ServiceName("shop", "web");

    private SampleStatus() {}

    /** Just started: no control plane, no view, no tunnel, no source. */
    static GatewayStatus fresh() {
        return failing();
    }

    /** As {@link #fresh}, with these consumers of the view that do not serve it. */
    static GatewayStatus failing(String... viewFailures) {
        return new GatewayStatus(
                NOW,
                NOW.minusSeconds(2),
                "unpackaged",
                new GatewayIdentity("demo", EAST, "gw-1"),
                new LinkStatus(
                        LinkState.CONNECTING, NOW.minusSeconds(1), "10.0.0.1:9443", "refused", Instant.EPOCH, 0, 0),
                new ViewStatus(
                        false,
                        false,
                        View.empty(EAST),
                        ViewContent.EMPTY,
                        ClusterAddresses.NONE,
                        Set.of(),
                        List.of(),
                        List.of("10.10.0.0/16"),
                        false),
                List.of(),
                List.of(),
                List.of(),
                new RenewalStatus(NOW.plusSeconds(86_400), NOW.plusSeconds(57_600), 0, 0, ""),
                new DnsStatistics(false, 0, 0, 0, 0, 0, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0, 0),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(viewFailures),
                List.of());
    }

    /**
     * In the middle of its life.
     *
     * @param peers gateways of the other cluster
     */
    static GatewayStatus busy(int peers) {
        return new GatewayStatus(
                NOW,
                NOW.minusSeconds(7200),
                "0.1.0",
                new GatewayIdentity("demo", EAST, "gw-1"),
                new LinkStatus(LinkState.UP, NOW.minusSeconds(60), "cp-1:9443", "", NOW.minusMillis(1375), 3, 2),
                view(peers),
                List.of(
                        new SourceStatus("file", true, "", NOW.minusSeconds(7000), 2),
                        new SourceStatus(
                                "consul", true, "agent \"local\" says\tno\\500 – später", NOW.minusSeconds(30), 1)),
                List.of("service shop/web: exported by source file and by source consul (expected: by one)"),
                List.of(new RefusedExport("shop/web/s1", "FOREIGN_PREFIX", "address: 10.99.0.1 </script> é")),
                new RenewalStatus(NOW.plusSeconds(86_400), NOW.plusSeconds(57_600), 4, 1, "certificate renewal: away"),
                dns(),
                Map.of(new Origin(WEB, WEST), 40L, new Origin(WEB, null), 2L),
                Optional.of(tunnel(peers)),
                Optional.empty(),
                Optional.empty(),
                List.of("/data/view.state cannot be written: disk full"),
                List.of(),
                List.of());
    }

    private static ViewStatus view(int peers) {
        SharedMap<ServiceName, ServiceImport> imports = SharedMap.copyOf(Map.of(
                WEB,
                new ServiceImport(
                        WEB,
                        ServiceType.CLUSTER_SET_IP,
                        List.of(ServicePort.of("http", Protocol.TCP, 80), ServicePort.of("", Protocol.UDP, 53)),
                        ServiceTraits.NONE,
                        List.of(EAST, WEST)),
                new ServiceName("shop", "api"),
                new ServiceImport(
                        new ServiceName("shop", "api"),
                        ServiceType.HEADLESS,
                        List.of(),
                        ServiceTraits.NONE,
                        List.of())));
        SharedMap<SliceKey, EndpointSlice> slices = SharedMap.copyOf(Map.of(
                new SliceKey(WEB, WEST, "s1"),
                new EndpointSlice(
                        WEB,
                        "s1",
                        List.of(),
                        List.of(
                                new Endpoint(InetAddress.ofLiteral("10.20.0.1"), "pod-0", true, 1),
                                new Endpoint(InetAddress.ofLiteral("2001:db8::1"), "", false, 200)))));
        SharedMap<ServiceName, List<ExportCondition>> conditions = SharedMap.copyOf(Map.of(
                WEB,
                List.of(new ExportCondition(
                        ExportCondition.Type.CONFLICT,
                        ExportCondition.Status.TRUE,
                        "TypeConflict",
                        "west/shop differs"))));
        return new ViewStatus(
                true,
                true,
                new View(EAST, 1_795_435_200L, imports, slices),
                new ViewContent(imports, slices, Map.of(), conditions),
                ClusterAddresses.NONE,
                Set.of(WEST, new ClusterId("north")),
                peerStatus(peers).stream().map(PeerStatus::path).toList(),
                List.of("10.10.0.0/16"),
                false);
    }

    private static DnsStatistics dns() {
        return new DnsStatistics(
                true, 9, 1_795_435_200L, 2, 5, 1, 1_000_000, 20, 3, Map.of("NOERROR", 12_345_678L), 4, 6, 7, 8, 9, 10);
    }

    private static TunnelStatus tunnel(int peers) {
        Traffic traffic = traffic(1);
        return new TunnelStatus(
                "hanse0",
                new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 51_820),
                List.of(
                        new WorkerStatus(traffic, OptionalInt.of(3), Optional.of(new SocketBuffers(1 << 16, 1 << 17))),
                        new WorkerStatus(Traffic.NONE, OptionalInt.empty(), Optional.empty())),
                1420,
                List.of("AES-256-GCM by openssl", "ChaCha20-Poly1305 by jdk"),
                TunnelConfig.Edge.NATIVE,
                new QueueStatus(1000, 500, 1 << 20),
                peerStatus(peers),
                Map.of(DropReason.UNKNOWN_TYPE, 3L),
                Map.of(HandshakeDrop.MAC1, 5L),
                "");
    }

    private static List<PeerStatus> peerStatus(int peers) {
        return IntStream.rangeClosed(1, peers)
                .mapToObj(number -> new PeerStatus(
                        new PathState(
                                new PeerId("west.prod", "gw-" + number),
                                number == 1,
                                Duration.ofNanos(1_234_567L * number),
                                NOW.minusSeconds(number),
                                number,
                                1440 - 20 * number),
                        number > 1,
                        number == 1
                                ? Optional.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 51_820))
                                : Optional.empty(),
                        number == 1 ? Optional.of(Duration.ofMillis(61_500)) : Optional.empty(),
                        number == 1 ? Optional.of(CipherSuite.AES_256_GCM) : Optional.empty(),
                        number == 1 ? OptionalInt.of(2) : OptionalInt.empty(),
                        List.of(traffic(number), traffic(0))))
                .toList();
    }

    private static Traffic traffic(long factor) {
        return new Traffic(
                factor,
                1_500 * factor,
                2 * factor,
                3_000 * factor,
                new DirectionCounts(
                        List.of(factor, 2L, 0L, 0L, 0L, 0L, 3 * factor),
                        200 * factor,
                        4 * factor,
                        2_500 * factor,
                        8_000 * factor),
                DirectionCounts.NONE,
                Map.of(DropReason.STAGING_FULL, 5 * factor));
    }
}
