// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.testing;

import dev.hanse.controlplane.exports.ExportChange;
import dev.hanse.controlplane.exports.ExportLimits;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.views.ViewItem;
import dev.hanse.controlplane.views.ViewKey;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.net.address.IpPrefix;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A federation of clusters east, west and so on, cluster number n with the pod prefix 10.n.0.0/16, and gateways that
 * speak in turn.
 */
public final class Fixture {

    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    public static final Duration HOLD = Duration.ofSeconds(30);
    public static final ServicePort HTTP = ServicePort.of("http", Protocol.TCP, 80);

    public final MemoryFederationStore store = new MemoryFederationStore();
    public final TestFederation federation;
    public Instant now = NOW;
    private int epochs;
    private final Map<GatewayId, Long> versions = new HashMap<>();

    public Fixture() {
        this(new ExportLimits(10, 20, 200));
    }

    public Fixture(ExportLimits limits) {
        federation = new TestFederation(store, limits, () -> "e" + ++epochs, HOLD, NOW);
    }

    public static ClusterMember cluster(String id, int number) {
        return new ClusterMember(
                new ClusterId(id), List.of(IpPrefix.parse("10." + number + ".0.0/16")), List.of(), NOW);
    }

    public static GatewayId gateway(String cluster, String name) {
        return new GatewayId(new ClusterId(cluster), name);
    }

    public GatewayId join(String cluster, int number) {
        federation.addCluster(cluster(cluster, number));
        return joinAnother(cluster, "gw-1");
    }

    public GatewayId joinAnother(String cluster, String name) {
        GatewayId id = gateway(cluster, name);
        federation.addGateway(GatewayMember.joined(id, NOW, NOW));
        federation.connected(id, Position.NONE);
        return id;
    }

    public TestFederation.Outcome snapshot(GatewayId gateway, ExportItem... items) {
        return apply(gateway, true, false, List.of(), List.of(items));
    }

    public TestFederation.Outcome change(GatewayId gateway, ExportItem... items) {
        return apply(gateway, false, false, List.of(), List.of(items));
    }

    public TestFederation.Outcome remove(GatewayId gateway, ExportKey... keys) {
        return apply(gateway, false, false, List.of(keys), List.of());
    }

    public TestFederation.Outcome apply(
            GatewayId gateway, boolean begin, boolean more, List<ExportKey> removals, List<ExportItem> upserts) {
        long version = versions.merge(gateway, 1L, Long::sum);
        return federation.apply(
                gateway, new ExportChange(new Position("g", version), begin, more, removals, upserts), now);
    }

    public Position position(GatewayId gateway) {
        return new Position("g", versions.getOrDefault(gateway, 0L));
    }

    public static ExportItem service(String name) {
        return service(name, NOW, ServiceType.CLUSTER_SET_IP);
    }

    public static ExportItem service(String name, Instant createdAt, ServiceType type) {
        return new ExportItem.Service(
                new ServiceExport(ServiceName.parse(name), type, createdAt, List.of(HTTP), ServiceTraits.NONE));
    }

    public static ExportItem slice(String service, String name, String... addresses) {
        List<Endpoint> endpoints = Arrays.stream(addresses)
                .map(address -> Endpoint.ready(InetAddress.ofLiteral(address)))
                .toList();
        return new ExportItem.Slice(new EndpointSlice(ServiceName.parse(service), name, List.of(HTTP), endpoints));
    }

    /** A gateway's whole view, as keys. */
    public List<String> view(GatewayId gateway) {
        List<String> names = new ArrayList<>();
        federation.since(gateway, Position.NONE).upserts().forEach(item -> names.add(text(item.key())));
        names.sort(null);
        return names;
    }

    public ViewItem item(GatewayId gateway, String name) {
        return federation.since(gateway, Position.NONE).upserts().stream()
                .filter(item -> text(item.key()).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + view(gateway)));
    }

    public List<String> conditions(GatewayId gateway, String service) {
        return ((ViewItem.Status) item(gateway, "status " + service))
                .conditions().stream()
                        .map(each -> each.type() + " " + each.status() + " " + each.reason())
                        .toList();
    }

    public static String text(ViewKey key) {
        return switch (key) {
            case ViewKey.Import(var service) -> "import " + service;
            case ViewKey.Slice(var slice) -> "slice " + slice.cluster() + "/" + slice.service() + "/" + slice.slice();
            case ViewKey.Peer(var peer) -> "peer " + peer;
            case ViewKey.Status(var service) -> "status " + service;
        };
    }
}
