// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.chart;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Objects as YAML text.
 *
 * @param all in their order
 */
record Manifests(List<JsonObject> all) {

    private static final List<String> HELMS =
            List.of("helm.sh/chart", "app.kubernetes.io/managed-by", "helm.sh/resource-policy", "hanse.dev/config");

    @SuppressWarnings("unchecked")
    static Manifests of(String yaml) {
        List<JsonObject> all = new ArrayList<>();
        for (Object each : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            if (each instanceof Map<?, ?> map) {
                all.add(new JsonObject((Map<String, Object>) map));
            }
        }
        return new Manifests(all);
    }

    /** By kind and name, without what Helm alone puts in, and the pods' mark for their configuration, which follows from a text. */
    Map<String, JsonObject> comparable() {
        Map<String, JsonObject> objects = new TreeMap<>();
        for (JsonObject each : all) {
            JsonObject copy = each.copy();
            JsonObject metadata = copy.getJsonObject("metadata");
            strip(metadata);
            podMetadata(copy).ifPresent(Manifests::strip);
            objects.put(copy.getString("kind") + "/" + metadata.getString("name"), copy);
        }
        return objects;
    }

    private static Optional<JsonObject> podMetadata(JsonObject object) {
        return Optional.ofNullable(object.getJsonObject("spec"))
                .map(spec -> spec.getValue("template") instanceof JsonObject template ? template : null)
                .map(template -> template.getJsonObject("metadata"));
    }

    private static void strip(JsonObject metadata) {
        for (String part : List.of("labels", "annotations")) {
            JsonObject texts = metadata.getJsonObject(part, new JsonObject());
            HELMS.forEach(texts::remove);
            if (texts.isEmpty()) {
                metadata.remove(part);
            }
        }
    }

    List<JsonObject> ofKind(String kind) {
        return all.stream().filter(each -> each.getString("kind").equals(kind)).toList();
    }

    /** The only one of a kind. */
    JsonObject one(String kind) {
        List<JsonObject> found = ofKind(kind);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " objects of kind " + kind);
        }
        return found.getFirst();
    }

    /** The one of a kind and a name. */
    JsonObject named(String kind, String name) {
        return ofKind(kind).stream()
                .filter(each -> each.getJsonObject("metadata").getString("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
    }
}
