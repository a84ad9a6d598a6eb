// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ServiceName;
import java.util.Collection;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the JSON of objects. */
final class Body {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Body() {}

    static ObjectNode empty() {
        return JSON.objectNode();
    }

    /** An object with its name, nothing else. */
    static ObjectNode of(ObjectKey key) {
        ObjectNode object = JSON.objectNode();
        object.put("apiVersion", key.kind().apiVersion()).put("kind", key.kind().kind());
        object.putObject("metadata")
                .put("name", key.name().name())
                .put("namespace", key.name().namespace());
        return object;
    }

    static ObjectNode metadata(ObjectNode object) {
        return (ObjectNode) object.path("metadata");
    }

    /** Means this very object, as it was seen. */
    static void pin(ObjectNode object, Seen<?> seen) {
        metadata(object).put("uid", seen.uid()).put("resourceVersion", seen.version());
    }

    /** Belongs to an import, and goes with it. Does not hold up its deletion, which would take a further right. */
    static void own(ObjectNode object, ServiceName service, String uid) {
        metadata(object)
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", ObjectKind.SERVICE_IMPORT.apiVersion())
                .put("kind", ObjectKind.SERVICE_IMPORT.kind())
                .put("name", service.name())
                .put("uid", uid);
    }

    static void put(ObjectNode parent, String field, Map<String, String> texts) {
        ObjectNode object = parent.putObject(field);
        texts.forEach(object::put);
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = JSON.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }

    /** A field that the API may lack, where it means nothing. */
    static void putUnlessEmpty(ObjectNode parent, String field, String text) {
        if (!text.isEmpty()) {
            parent.put(field, text);
        }
    }
}
