// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.rpc.Page;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.views.PublishedService;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Node;
import dev.hanse.discovery.dns.zone.RrSet;
import dev.hanse.discovery.dns.zone.ZoneCompiler;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import dev.hanse.net.address.AddressOrder;
import dev.hanse.proto.v1.Resolution;
import dev.hanse.proto.v1.ResolveResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says what a cluster's gateways answer for a name: compiles the zone that they compile. Owned by one thread. */
final class NameResolution {

    /** The zone that gateways serve unless they are told otherwise. */
    private static final String ZONE = "clusterset.local";

    /** Owner pointer, type, class, time to live and length stand before a record's address. */
    private static final int ADDRESS_OFFSET = 12;

    private final View view;
    private final Set<ClusterId> unreachable;

    private NameResolution(View view, Set<ClusterId> unreachable) {
        this.view = view;
        this.unreachable = unreachable;
    }

    /** For one cluster's view of these services. */
    static NameResolution of(
            ClusterId cluster, NavigableMap<ServiceName, PublishedService> services, Set<ClusterId> unreachable) {
        TreeMap<ServiceName, ServiceImport> imports = new TreeMap<>();
        TreeMap<SliceKey, EndpointSlice> slices = new TreeMap<>();
        services.forEach((name, published) -> {
            published.serviceImport().ifPresent(merged -> imports.put(name, merged));
            slices.putAll(published.slices());
        });
        return new NameResolution(
                new View(cluster, 1, SharedMap.copyOf(imports), SharedMap.copyOf(slices)), unreachable);
    }

    /**
     * The namespace that a name is in; empty: it is above all namespaces.
     *
     * @throws RefusedException if it is not a name below the zone
     */
    static String namespaceOf(String name) {
        List<String> labels = Arrays.asList(wireName(name).toString().split("\\."));
        int behindNamespace = labels.size() - ZONE.split("\\.").length - 1;
        return behindNamespace < 1 ? "" : labels.get(behindNamespace - 1);
    }

    private static WireName wireName(String name) {
        try {
            WireName wire = WireName.of(name);
            if (wire.toString().endsWith("." + ZONE)) {
                return wire;
            }
        } catch (IllegalArgumentException e) {
            throw RefusedException.field("name", String.valueOf(e.getMessage()));
        }
        throw RefusedException.field("name", "\"" + name + "\" (expected: a name below " + ZONE + ")");
    }

    /** @param after the last address of the page before; empty: from the first */
    ResolveResponse resolve(String text, Optional<InetAddress> after) {
        WireName name = wireName(text);
        Node node = new ZoneCompiler(WireName.of(ZONE), List.of(), false)
                .compile(view, unreachable)
                .names()
                .find(name.octets(), name.length(), name.nameHash());
        if (node == null) {
            return ResolveResponse.newBuilder().setRcode("NXDOMAIN").build();
        }
        List<InetAddress> addresses = new ArrayList<>();
        addAddresses(node.records(RecordType.A), addresses);
        addAddresses(node.records(RecordType.AAAA), addresses);
        Map<InetAddress, Resolution> known = endpoints();
        Page.Filled<Resolution> page = Page.largest()
                .fill(addresses.stream()
                        .sorted(AddressOrder.BY_OCTETS)
                        .filter(address -> after.isEmpty() || AddressOrder.BY_OCTETS.compare(address, after.get()) > 0)
                        .map(known::get)
                        .filter(Objects::nonNull)
                        .iterator());
        return ResolveResponse.newBuilder()
                .setRcode("NOERROR")
                .addAllAnswers(page.entries())
                .setNextPageToken(page.next(NameResolution::addressOf))
                .build();
    }

    private static String addressOf(Resolution last) {
        try {
            return InetAddress.getByAddress(last.getAddress().toByteArray()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of our own", e);
        }
    }

    private static void addAddresses(@Nullable RrSet records, List<InetAddress> addresses) {
        for (int i = 0; records != null && i < records.count(); i++) {
            byte[] record = new byte[records.length(i)];
            records.copy(i, 1, record, 0);
            try {
                addresses.add(InetAddress.getByAddress(Arrays.copyOfRange(record, ADDRESS_OFFSET, record.length)));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("record " + i + ": no address", e);
            }
        }
    }

    private Map<InetAddress, Resolution> endpoints() {
        Map<InetAddress, Resolution> known = new TreeMap<>(AddressOrder.BY_OCTETS);
        view.slices()
                .forEach((key, slice) -> slice.endpoints()
                        .forEach(endpoint -> known.put(
                                endpoint.address(),
                                Resolution.newBuilder()
                                        .setAddress(ByteString.copyFrom(
                                                endpoint.address().getAddress()))
                                        .setCluster(key.cluster().value())
                                        .setReady(endpoint.ready())
                                        .build())));
        return known;
    }
}
