// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ServiceName;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An EndpointSlice: endpoints of one family, from one slice of one cluster.
 *
 * @param name unique in its namespace
 * @param service the import
 * @param derived the Service for which kube-proxy takes it; it has another label where somebody changed it
 * @param cluster the value of its label
 * @param manager whose it is, by its label
 * @param family {@code IPv4} or {@code IPv6}
 * @param ports under the numbers of the endpoints
 * @param endpoints 100 at most
 */
record WrittenSlice(
        String name,
        ServiceName service,
        String derived,
        String cluster,
        String manager,
        String family,
        List<WrittenPort> ports,
        List<WrittenEndpoint> endpoints)
        implements Written {

    WrittenSlice {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }

    /** Texts that many objects have are one, here as in the other kinds. */
    static WrittenSlice of(ServiceName service, JsonNode object) {
        JsonNode labels = object.path("metadata").path("labels");
        return new WrittenSlice(
                object.path("metadata").path("name").asString(""),
                service,
                labels.path(StandardKeys.SERVICE).asString(""),
                labels.path(StandardKeys.SOURCE_CLUSTER).asString("").intern(),
                labels.path(StandardKeys.MANAGED_BY).asString("").intern(),
                object.path("addressType").asString("").intern(),
                WrittenPort.listOf(object.path("ports")),
                object.path("endpoints").valueStream().map(WrittenEndpoint::of).toList());
    }

    @Override
    public ObjectKey key() {
        return ObjectKey.of(ObjectKind.ENDPOINT_SLICE, service.namespace(), name);
    }

    @Override
    public ObjectNode toCreate(String owner) {
        ObjectNode object = Body.of(key());
        Body.put(
                Body.metadata(object),
                "labels",
                Map.of(
                        StandardKeys.OURS, StandardKeys.GATEWAY,
                        StandardKeys.MANAGED_BY, manager,
                        StandardKeys.IMPORT, service.name(),
                        StandardKeys.SERVICE, derived,
                        StandardKeys.SOURCE_CLUSTER, cluster));
        Body.own(object, service, owner);
        object.put("addressType", family);
        WrittenPort.put(object, ports);
        ArrayNode array = object.putArray("endpoints");
        endpoints.forEach(endpoint -> endpoint.putInto(array));
        return object;
    }

    /** Applied: both lists are replaced as a whole. */
    @Override
    public ObjectNode toChange(Seen<?> seen, String owner) {
        ObjectNode object = toCreate(owner);
        Body.pin(object, seen);
        return object;
    }
}
