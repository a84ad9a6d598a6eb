// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.peers.RefusedWrites;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.Page;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.views.PublishedService;
import dev.hanse.controlplane.views.Views;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.proto.v1.GatewayLeftOut;
import dev.hanse.proto.v1.GatewayRefusedWrite;
import dev.hanse.proto.v1.GetServiceResponse;
import dev.hanse.proto.v1.ImportedSlice;
import dev.hanse.proto.v1.ListServicesResponse;
import dev.hanse.proto.v1.Service;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Shows services. Thread-safe: takes what it shows, which never changes, on the control loop, and makes messages of it
 * elsewhere, since a service may have tens of thousands of endpoints.
 */
final class ServiceList {

    private static final int MAX_REFUSED_WRITES = 256;
    private static final int MAX_LEFT_OUT = 64;

    private final ControlLoop loop;
    private final Views views;
    private final RefusedWrites writes;

    ServiceList(ControlLoop loop, Views views, RefusedWrites writes) {
        this.loop = loop;
        this.views = views;
        this.writes = writes;
    }

    /**
     * One page of them.
     *
     * @param namespace that they are in; empty: any
     * @param after the last one of the page before; empty: the first page
     */
    ListServicesResponse page(String namespace, Optional<ServiceName> after, Page page) {
        List<Map.Entry<ServiceName, PublishedService>> taken = loop.call(() -> take(namespace, after, page));
        Page.Filled<Service> found = page.fill(taken.stream()
                .map(entry -> ServiceMessages.service(entry.getKey(), entry.getValue()))
                .iterator());
        return ListServicesResponse.newBuilder()
                .addAllServices(found.entries())
                .setNextPageToken(found.next(ServiceList::nameOf))
                .build();
    }

    /** One more than a page has, so that it is known whether others follow. */
    private List<Map.Entry<ServiceName, PublishedService>> take(
            String namespace, Optional<ServiceName> after, Page page) {
        NavigableMap<ServiceName, PublishedService> services = views.services();
        NavigableMap<ServiceName, PublishedService> rest =
                after.map(name -> services.tailMap(name, false)).orElse(services);
        return rest.entrySet().stream()
                .filter(entry ->
                        namespace.isEmpty() || entry.getKey().namespace().equals(namespace))
                .<Map.Entry<ServiceName, PublishedService>>map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .limit(page.size() + 1L)
                .toList();
    }

    private static String nameOf(Service service) {
        dev.hanse.proto.v1.ServiceName name = service.getServiceImport().getService();
        return name.getNamespace() + "/" + name.getName();
    }

    /**
     * One of them with a page of its slices.
     *
     * @param after the last slice of the page before; empty: the first page
     */
    GetServiceResponse get(ServiceName name, Optional<SliceKey> after) {
        PublishedService published = loop.call(
                        () -> Optional.ofNullable(views.services().get(name)))
                .orElseThrow(() ->
                        new RefusedException(Reason.SERVICE_UNKNOWN, "service " + name + ": no cluster exports it"));
        RefusedWrites.OfService refused =
                after.isPresent() ? RefusedWrites.OfService.NOTHING : loop.call(() -> writes.of(name));
        Page.Filled<ImportedSlice> found =
                Page.largest().fill(ServiceMessages.slices(published, after).iterator());
        return GetServiceResponse.newBuilder()
                .setService(ServiceMessages.service(name, published))
                .addAllSlices(found.entries())
                .addAllRefusedWrites(refusedWrites(refused))
                .addAllLeftOut(leftOut(refused))
                .setNextPageToken(found.next(
                        slice -> slice.getCluster() + "/" + slice.getSlice().getSlice()))
                .build();
    }

    /** Their text is in members' hands, so that octets count too. */
    private static List<GatewayRefusedWrite> refusedWrites(RefusedWrites.OfService refused) {
        return Page.beside(MAX_REFUSED_WRITES)
                .fill(refused.refused().stream()
                        .map(each -> ServiceMessages.refusedWrite(each.getKey(), each.getValue()))
                        .iterator())
                .entries();
    }

    private static List<GatewayLeftOut> leftOut(RefusedWrites.OfService refused) {
        return refused.leftOut().stream()
                .limit(MAX_LEFT_OUT)
                .map(each -> ServiceMessages.leftOut(each.getKey(), each.getValue()))
                .toList();
    }
}
