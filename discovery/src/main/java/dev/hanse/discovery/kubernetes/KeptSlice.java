// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What is kept of an EndpointSlice.
 *
 * @param service label {@code kubernetes.io/service-name}
 * @param ports on which its endpoints listen
 * @param endpoints without those that have no address
 */
record KeptSlice(ObjectName name, ObjectName service, List<KeptPort> ports, List<KeptEndpoint> endpoints)
        implements Kept {

    /**
     * One endpoint.
     *
     * @param address the first: all of an endpoint lead to the same, and kube-proxy takes this one
     * @param hostname empty: none
     * @param ready absent: true, as kube-proxy sees it
     * @param serving absent: true, as kube-proxy sees it
     * @param terminating absent: false
     */
    record KeptEndpoint(String address, String hostname, boolean ready, boolean serving, boolean terminating) {

        private static KeptEndpoint of(JsonNode endpoint) {
            JsonNode conditions = endpoint.path("conditions");
            return new KeptEndpoint(
                    endpoint.path("addresses").path(0).asString(""),
                    endpoint.path("hostname").asString(""),
                    conditions.path("ready").asBoolean(true),
                    conditions.path("serving").asBoolean(true),
                    conditions.path("terminating").asBoolean(false));
        }
    }

    static KeptSlice of(JsonNode object) {
        ObjectName name = ObjectName.of(object);
        String service = object.path("metadata")
                .path("labels")
                .path("kubernetes.io/service-name")
                .asString("");
        return new KeptSlice(
                name,
                new ObjectName(name.namespace(), service),
                KeptPort.listOf(object.path("ports")),
                endpoints(object));
    }

    /** Of a slice that goes away anyway, none: its endpoints have moved. */
    private static List<KeptEndpoint> endpoints(JsonNode object) {
        return Kept.isBeingDeleted(object)
                ? List.of()
                : object.path("endpoints")
                        .valueStream()
                        .map(KeptEndpoint::of)
                        .filter(endpoint -> !endpoint.address().isEmpty())
                        .toList();
    }
}
