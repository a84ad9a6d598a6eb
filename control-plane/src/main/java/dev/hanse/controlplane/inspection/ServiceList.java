// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import dev.hanse.controlplane.rpc.Page;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.views.PublishedService;
import dev.hanse.controlplane.views.Views;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.proto.v1.GetServiceResponse;
import dev.hanse.proto.v1.ListServicesResponse;
import dev.hanse.proto.v1.Service;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Shows services. Owned by the control loop. */
final class ServiceList {

    private final Views views;

    ServiceList(Views views) {
        this.views = views;
    }

    /**
     * One page of them.
     *
     * @param namespace that they are in; empty: any
     * @param after the last one of the page before; empty: the first page
     */
    ListServicesResponse page(String namespace, Optional<ServiceName> after, Page page) {
        NavigableMap<ServiceName, PublishedService> services = views.services();
        NavigableMap<ServiceName, PublishedService> rest =
                after.map(name -> services.tailMap(name, false)).orElse(services);
        List<Service> found = rest.entrySet().stream()
                .filter(entry ->
                        namespace.isEmpty() || entry.getKey().namespace().equals(namespace))
                .limit(page.size() + 1L)
                .map(entry -> ServiceMessages.service(entry.getKey(), entry.getValue()))
                .toList();
        return ListServicesResponse.newBuilder()
                .addAllServices(page.cut(found))
                .setNextPageToken(page.next(found, ServiceList::nameOf))
                .build();
    }

    private static String nameOf(Service service) {
        dev.hanse.proto.v1.ServiceName name = service.getServiceImport().getService();
        return name.getNamespace() + "/" + name.getName();
    }

    GetServiceResponse get(ServiceName name) {
        PublishedService published = views.services().get(name);
        if (published == null) {
            throw new RefusedException(Reason.SERVICE_UNKNOWN, "service " + name + ": no cluster exports it");
        }
        return GetServiceResponse.newBuilder()
                .setService(ServiceMessages.service(name, published))
                .addAllSlices(ServiceMessages.slices(published))
                .build();
    }
}
