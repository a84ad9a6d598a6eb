// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.model.ServiceTraits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How long a client stays with its endpoint, in imports and Services alike. */
public final class Affinity {

    private Affinity() {}

    /** As a specification has it; 0: not at all. */
    public static int seconds(JsonNode spec) {
        return spec.path("sessionAffinity").asString("").equals("ClientIP")
                ? spec.path("sessionAffinityConfig")
                        .path("clientIP")
                        .path("timeoutSeconds")
                        .asInt(ServiceTraits.DEFAULT_AFFINITY_SECONDS)
                : 0;
    }

    /** States it. */
    public static void put(ObjectNode spec, int seconds) {
        spec.put("sessionAffinity", seconds == 0 ? "None" : "ClientIP");
        if (seconds > 0) {
            spec.putObject("sessionAffinityConfig").putObject("clientIP").put("timeoutSeconds", seconds);
        }
    }
}
