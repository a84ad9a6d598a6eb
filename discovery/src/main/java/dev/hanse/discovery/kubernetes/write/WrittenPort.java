// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServicePort;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A port in an import, a Service or a slice.
 *
 * @param name empty: none
 * @param protocol as the API writes it
 * @param port of the service, or in a slice that of the endpoints
 * @param appProtocol empty: not stated
 */
record WrittenPort(String name, String protocol, int port, String appProtocol) {

    /** Names of ports are few, and stand in many objects. */
    static List<WrittenPort> listOf(JsonNode ports) {
        return ports.valueStream().map(WrittenPort::of).toList();
    }

    private static WrittenPort of(JsonNode port) {
        return new WrittenPort(
                port.path("name").asString("").intern(),
                port.path("protocol").asString("TCP").intern(),
                port.path("port").asInt(0),
                port.path("appProtocol").asString("").intern());
    }

    /** As clients ask for it; empty: somebody made it something that no export can have. */
    Optional<ServicePort> toModel() {
        try {
            return Optional.of(ServicePort.of(name, Protocol.valueOf(protocol), port));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static void put(ObjectNode parent, List<WrittenPort> ports) {
        ArrayNode array = parent.putArray("ports");
        for (WrittenPort port : ports) {
            ObjectNode each = array.addObject();
            Body.putUnlessEmpty(each, "name", port.name);
            each.put("protocol", port.protocol).put("port", port.port);
            Body.putUnlessEmpty(each, "appProtocol", port.appProtocol);
        }
    }
}
