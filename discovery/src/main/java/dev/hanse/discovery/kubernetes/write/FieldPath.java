// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where a field stands in an object, as {@code spec.ports.appProtocol}: in each of the items where there is a list. */
record FieldPath(List<String> steps) {

    FieldPath {
        steps = List.copyOf(steps);
    }

    static FieldPath of(String text) {
        return new FieldPath(List.of(text.split("\\.", -1)));
    }

    /** The part of it that a schema does not declare; empty: all of it is declared, or anything may stand there. */
    Optional<FieldPath> undeclared(JsonNode schema) {
        JsonNode at = schema;
        for (int i = 0; i < steps.size(); i++) {
            JsonNode object = at.has("items") ? at.path("items") : at;
            if (isOpen(object)) {
                return Optional.empty();
            }
            at = object.path("properties").path(steps.get(i));
            if (at.isMissingNode()) {
                return Optional.of(new FieldPath(steps.subList(0, i + 1)));
            }
        }
        return Optional.empty();
    }

    /** What refers to another schema is not looked into. */
    private static boolean isOpen(JsonNode schema) {
        return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false)
                || schema.has("additionalProperties")
                || schema.has("$ref")
                || schema.has("allOf");
    }

    /** Takes the field out of an object. */
    void remove(JsonNode object) {
        if (object.isArray()) {
            object.valueStream().forEach(this::remove);
        } else if (steps.size() > 1) {
            new FieldPath(steps.subList(1, steps.size())).remove(object.path(steps.getFirst()));
        } else if (object instanceof ObjectNode fields) {
            fields.remove(steps.getFirst());
        }
    }

    @Override
    public String toString() {
        return String.join(".", steps);
    }
}
