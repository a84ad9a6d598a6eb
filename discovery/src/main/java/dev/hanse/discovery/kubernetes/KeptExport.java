// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.model.ExportOrigin;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What is kept of a ServiceExport.
 *
 * @param uid of this object and of none of the same name before or after it
 * @param generation counts its specifications
 * @param createdAt as the API writes it
 * @param deleted whether it is being deleted
 * @param labels {@code spec.exportedLabels}
 * @param annotations {@code spec.exportedAnnotations}
 */
record KeptExport(
        ObjectName name,
        String uid,
        long generation,
        String createdAt,
        boolean deleted,
        Map<String, String> labels,
        Map<String, String> annotations)
        implements Kept {

    static KeptExport of(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        JsonNode spec = object.path("spec");
        return new KeptExport(
                ObjectName.of(object),
                metadata.path("uid").asString(""),
                Math.max(0, metadata.path("generation").asLong(0)),
                metadata.path("creationTimestamp").asString(""),
                Kept.isBeingDeleted(object),
                texts(spec.path("exportedLabels")),
                texts(spec.path("exportedAnnotations")));
    }

    /** This object, in this state. */
    ExportOrigin origin() {
        return new ExportOrigin(uid, generation);
    }

    private static Map<String, String> texts(JsonNode map) {
        return map.propertyStream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().asString("")));
    }
}
