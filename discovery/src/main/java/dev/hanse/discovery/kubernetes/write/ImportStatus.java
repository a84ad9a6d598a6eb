// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where an import comes from.
 *
 * @param clusters ids of those that export it, in order of precedence
 * @param slices {@code Present}
 * @param ready status of the condition of that name
 * @param reason of the condition
 * @param message of the condition
 * @param since when {@code ready} was another one for the last time, as the API writes it; empty: it is not known
 */
record ImportStatus(List<String> clusters, String slices, String ready, String reason, String message, String since) {

    ImportStatus {
        clusters = List.copyOf(clusters);
    }

    static ImportStatus of(JsonNode status) {
        JsonNode ready = status.path("conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asString("").equals("Ready"))
                .findFirst()
                .orElse(status.path("none"));
        return new ImportStatus(
                status.path("clusters")
                        .valueStream()
                        .map(each -> each.path("cluster").asString("").intern())
                        .toList(),
                status.path("endpointSliceObjects").asString("").intern(),
                ready.path("status").asString("").intern(),
                ready.path("reason").asString("").intern(),
                ready.path("message").asString("").intern(),
                ready.path("lastTransitionTime").asString("").intern());
    }

    /** The same, with the time of the one before where the condition is the same. */
    ImportStatus since(ImportStatus before, Instant now) {
        String time = before.ready.equals(ready) && !before.since.isEmpty()
                ? before.since
                : now.truncatedTo(ChronoUnit.SECONDS).toString();
        return new ImportStatus(clusters, slices, ready, reason, message, time);
    }

    /** The same, with the first of several things that are not as they should be. */
    ImportStatus telling(List<String> lines) {
        String more = lines.size() == 1 ? "" : "; objects that are refused besides: " + (lines.size() - 1);
        return new ImportStatus(clusters, slices, ready, reason, message + "; " + lines.getFirst() + more, since);
    }

    ObjectNode json() {
        ObjectNode status = Body.empty();
        ArrayNode of = status.putArray("clusters");
        clusters.forEach(cluster -> of.addObject().put("cluster", cluster));
        status.put("endpointSliceObjects", slices);
        status.putArray("conditions")
                .addObject()
                .put("type", "Ready")
                .put("status", ready)
                .put("reason", reason)
                .put("message", message)
                .put("lastTransitionTime", since);
        return status;
    }
}
