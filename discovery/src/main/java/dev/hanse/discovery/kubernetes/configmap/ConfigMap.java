// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.configmap;

import dev.hanse.discovery.kubernetes.ObjectName;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * A ConfigMap as it was read.
 *
 * @param object all of it
 */
public record ConfigMap(JsonNode object) {

    /** Its name. */
    public ObjectName name() {
        return ObjectName.of(object);
    }

    /** The text of an entry. */
    public Optional<String> entry(String key) {
        return object.path("data").path(key).asStringOpt();
    }

    /** The texts of all entries, by key. */
    public Map<String, String> entries() {
        Map<String, String> entries = new TreeMap<>();
        object.path("data")
                .properties()
                .forEach(each -> entries.put(each.getKey(), each.getValue().asString("")));
        return entries;
    }

    /** Whether this is the only entry. */
    public boolean hasNothingBut(String key) {
        return object.path("binaryData").isEmpty()
                && object.path("data").size() == (entry(key).isPresent() ? 1 : 0);
    }

    /** An annotation; empty: there is none. */
    public String annotation(String key) {
        return metadata().path("annotations").path(key).asString("");
    }

    /** A label; empty: there is none. */
    public String label(String key) {
        return metadata().path("labels").path(key).asString("");
    }

    String uid() {
        return metadata().path("uid").asString("");
    }

    String version() {
        return metadata().path("resourceVersion").asString("");
    }

    /** Who wrote an entry last and when, as {@code helm at 2026-01-02T03:04:05Z}; empty: the server does not say. */
    public Optional<String> lastWriter(String key) {
        return metadata()
                .path("managedFields")
                .valueStream()
                .filter(each -> each.path("fieldsV1").path("f:data").has("f:" + key))
                .max(Comparator.comparing(each -> each.path("time").asString("")))
                .map(each -> each.path("manager").asString("somebody") + " at "
                        + each.path("time").asString("an unknown time"));
    }

    private JsonNode metadata() {
        return object.path("metadata");
    }
}
