// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ApiWrites;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The labels and annotations of an object that we applied, by {@code metadata.managedFields}. What others put there, or put there instead, is theirs. */
final class OwnedKeys {

    private static final String FIELD = "f:";

    private OwnedKeys() {}

    /** @param field {@code labels} or {@code annotations} */
    static Map<String, String> of(JsonNode object, String field) {
        JsonNode metadata = object.path("metadata");
        JsonNode values = metadata.path(field);
        Map<String, String> owned = new HashMap<>();
        metadata.path("managedFields")
                .valueStream()
                .filter(OwnedKeys::isOurs)
                .flatMap(entry -> entry.path("fieldsV1")
                        .path("f:metadata")
                        .path(FIELD + field)
                        .propertyStream())
                .map(property -> property.getKey())
                .filter(key -> key.startsWith(FIELD))
                .map(key -> key.substring(FIELD.length()))
                .filter(key -> values.has(key) && !isFixed(key))
                .forEach(key -> owned.put(key, values.path(key).asString("")));
        return owned;
    }

    private static boolean isOurs(JsonNode entry) {
        return entry.path("manager").asString("").equals(ApiWrites.manager())
                && entry.path("operation").asString("").equals("Apply")
                && entry.path("subresource").asString("").isEmpty();
    }

    private static boolean isFixed(String key) {
        return key.equals(StandardKeys.OURS) || key.equals(StandardKeys.DERIVED_SERVICE);
    }
}
