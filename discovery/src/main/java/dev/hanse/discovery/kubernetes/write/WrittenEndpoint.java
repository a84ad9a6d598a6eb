// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An endpoint in a slice. It has no node, zone or hints: those of another cluster mean something else here, and kube-proxy would go by them.
 *
 * @param address without a scope
 * @param hostname empty: none
 * @param ready whether kube-proxy sends new connections there
 * @param serving whether it answers at all; where no endpoint is ready, kube-proxy takes those that serve while they terminate
 * @param terminating whether it is to end soon
 */
record WrittenEndpoint(String address, String hostname, boolean ready, boolean serving, boolean terminating) {

    static WrittenEndpoint of(JsonNode endpoint) {
        JsonNode conditions = endpoint.path("conditions");
        return new WrittenEndpoint(
                endpoint.path("addresses").path(0).asString(""),
                endpoint.path("hostname").asString(""),
                conditions.path("ready").asBoolean(true),
                conditions.path("serving").asBoolean(true),
                conditions.path("terminating").asBoolean(false));
    }

    /** The same where it cannot be reached: not even as the last resort. */
    WrittenEndpoint unreachable() {
        return new WrittenEndpoint(address, hostname, false, false, terminating);
    }

    void putInto(ArrayNode endpoints) {
        ObjectNode endpoint = endpoints.addObject();
        endpoint.putArray("addresses").add(address);
        Body.putUnlessEmpty(endpoint, "hostname", hostname);
        endpoint.putObject("conditions")
                .put("ready", ready)
                .put("serving", serving)
                .put("terminating", terminating);
    }
}
