// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a schema expects of one value, whatever is in it. */
final class Expected {

    private static final int NONE = -1;

    private Expected() {}

    /** Empty: the value is so. */
    static Optional<String> of(JsonNode schema, Object value) {
        return type(schema, value).or(() -> words(schema, value)).or(() -> switch (value) {
            case String text -> text(schema, text);
            case Number number -> within(schema, number.longValue(), "minimum", "maximum", "");
            case List<?> list -> within(schema, list.size(), "minItems", "maxItems", " items");
            case Map<?, ?> map -> within(schema, map.size(), "minProperties", "", " keys");
            default -> Optional.empty();
        });
    }

    private static Optional<String> type(JsonNode schema, Object value) {
        List<String> types = new ArrayList<>();
        JsonNode type = schema.path("type");
        (type.isArray() ? type : List.of(type)).forEach(each -> types.add(each.asString("")));
        return type.isMissingNode() || types.contains(typeOf(value))
                ? Optional.empty()
                : Optional.of(String.join(" or ", types));
    }

    private static String typeOf(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "boolean";
            case Integer _, Long _ -> "integer";
            case List<?> _ -> "array";
            case Map<?, ?> _ -> "object";
            default -> "other";
        };
    }

    private static Optional<String> words(JsonNode schema, Object value) {
        List<String> words = new ArrayList<>();
        schema.path("enum").forEach(each -> words.add(each.asString("")));
        return words.isEmpty() || words.contains(value.toString())
                ? Optional.empty()
                : Optional.of(String.join(", ", words));
    }

    private static Optional<String> text(JsonNode schema, String text) {
        String pattern = schema.path("pattern").asString("");
        if (!pattern.isEmpty() && !Schema.fits(pattern, text)) {
            return Optional.of("what matches " + pattern);
        }
        return within(schema, text.length(), "minLength", "maxLength", " characters");
    }

    private static Optional<String> within(JsonNode schema, long size, String least, String most, String what) {
        long low = schema.path(least).asLong(NONE);
        long high = schema.path(most).asLong(Long.MAX_VALUE);
        if ((low == NONE || size >= low) && size <= high) {
            return Optional.empty();
        }
        return Optional.of(
                low == NONE
                        ? "at most " + high + what
                        : high == Long.MAX_VALUE ? "at least " + low + what : low + " to " + high + what);
    }
}
