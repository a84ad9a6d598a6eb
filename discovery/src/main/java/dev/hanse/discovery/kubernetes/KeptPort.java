// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A port of a Service or of an EndpointSlice.
 *
 * @param name empty: none
 * @param protocol TCP where the API does not say
 * @param port 0: the API does not say
 * @param appProtocol empty: not stated
 */
record KeptPort(String name, String protocol, int port, String appProtocol) {

    /** Names of ports are few, and stand in many objects. */
    static List<KeptPort> listOf(JsonNode ports) {
        return ports.valueStream()
                .map(port -> new KeptPort(
                        port.path("name").asString("").intern(),
                        port.path("protocol").asString("TCP").intern(),
                        port.path("port").asInt(0),
                        port.path("appProtocol").asString("").intern()))
                .toList();
    }
}
