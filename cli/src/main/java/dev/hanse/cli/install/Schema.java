// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Holds values to the schema of their chart, the one that Helm holds them to; so much of JSON Schema as the charts use. */
final class Schema {

    /** What it knows; the others would be passed over. */
    static final Set<String> KEYWORDS = Set.of(
            "$schema",
            "title",
            "description",
            "type",
            "properties",
            "additionalProperties",
            "required",
            "items",
            "enum",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "minProperties");

    private final JsonNode root;
    private final Set<String> wrong = new TreeSet<>();

    private Schema(JsonNode root) {
        this.root = root;
    }

    /** What is wrong, each with its path and what is expected; empty: nothing. */
    static List<String> wrongs(JsonNode schema, Values values) {
        Schema check = new Schema(schema);
        check.look(check.root, "", values.root());
        return new ArrayList<>(check.wrong);
    }

    private void look(JsonNode schema, String path, @Nullable Object value) {
        if (value == null) {
            wrong.add(path + ": nothing");
            return;
        }
        Optional<String> expected = Expected.of(schema, value);
        if (expected.isPresent()) {
            wrong.add(path + ": " + shown(value) + " (expected: " + described(schema, expected.get()) + ")");
        } else if (value instanceof Map<?, ?> map) {
            members(schema, path, map);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                look(schema.path("items"), path + "[" + i + "]", list.get(i));
            }
        }
    }

    private void members(JsonNode schema, String path, Map<?, ?> map) {
        String prefix = path.isEmpty() ? "" : path + ".";
        for (JsonNode key : schema.path("required")) {
            if (!map.containsKey(key.asString())) {
                JsonNode missing = schema.path("properties").path(key.asString());
                wrong.add(prefix + key.asString() + ": missing (expected: " + described(missing, "a value") + ")");
            }
        }
        map.forEach((key, value) ->
                member(schema, prefix + key, schema.path("properties").get(key.toString()), value));
    }

    private void member(JsonNode parent, String path, @Nullable JsonNode schema, Object value) {
        JsonNode others = parent.path("additionalProperties");
        if (schema != null) {
            look(schema, path, value);
        } else if (others.isObject()) {
            look(others, path, value);
        } else if (others.isBoolean() && !others.asBoolean()) {
            wrong.add(path + ": no such value");
        }
    }

    private static String shown(Object value) {
        return value instanceof String text ? '"' + text + '"' : value.toString();
    }

    private static String described(JsonNode schema, String expected) {
        String description = schema.path("description").asString("");
        return description.isEmpty() ? expected : expected + ". " + description.replaceFirst("\\.$", "");
    }

    /** Whether a text is of a pattern, which JSON Schema anchors nowhere. Its {@code $} is the end alone, Java's also what is before a last line break. */
    static boolean fits(String pattern, String text) {
        boolean toTheEnd = pattern.endsWith("$") && !pattern.endsWith("\\$");
        String java = toTheEnd ? pattern.substring(0, pattern.length() - 1) + "\\z" : pattern;
        return Pattern.compile(java).matcher(text).find();
    }
}
