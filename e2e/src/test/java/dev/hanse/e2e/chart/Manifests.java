// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.chart;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Objects as YAML text.
 *
 * @param all in their order
 */
record Manifests(List<JsonObject> all) {

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
