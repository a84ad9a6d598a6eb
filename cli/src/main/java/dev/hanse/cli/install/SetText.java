// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One value as it is typed, the way Helm reads it: {@code cluster=east}, {@code nodes.enabled=true}, {@code 'podPrefixes={10.1.0.0/16,fd00::/56}'}. */
final class SetText {

    private SetText() {}

    /**
     * @param schema what is to be a text stays one, whatever it looks like; Helm has {@code --set-string} for these
     * @return the value in mappings for the keys before it
     * @throws IllegalArgumentException if it is no such text
     */
    static Map<String, @Nullable Object> read(String text, JsonNode schema) {
        int equals = text.indexOf('=');
        if (equals <= 0 || !text.substring(0, equals).matches("\\w+(\\.\\w+)*")) {
            throw new IllegalArgumentException(
                    "--set: \"" + text + "\" (expected: KEY=VALUE, as cluster=east or 'podPrefixes={10.1.0.0/16}')");
        }
        List<String> keys = List.of(text.substring(0, equals).split("\\."));
        return nested(keys, value(text.substring(equals + 1), isText(schema, keys)));
    }

    private static boolean isText(JsonNode schema, List<String> keys) {
        JsonNode here = schema;
        for (String key : keys) {
            here = here.path("properties").path(key);
        }
        return here.path("type").asString("").equals("string");
    }

    private static Map<String, @Nullable Object> nested(List<String> keys, @Nullable Object value) {
        Object inner = keys.size() == 1 ? value : nested(keys.subList(1, keys.size()), value);
        return Collections.singletonMap(keys.getFirst(), inner);
    }

    private static @Nullable Object value(String text, boolean isText) {
        if (text.equals("null")) {
            return null;
        }
        return isText ? text : typed(text);
    }

    private static Object typed(String text) {
        if (text.startsWith("{") && text.endsWith("}")) {
            String inner = text.substring(1, text.length() - 1).strip();
            return inner.isEmpty()
                    ? List.of()
                    : Arrays.stream(inner.split(",", -1)).map(String::strip).toList();
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("0|-?[1-9][0-9]{0,8}") ? (Object) Integer.valueOf(text) : text;
    }
}
