// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One value as it is typed, the way Helm reads it: {@code cluster=east}, {@code nodes.enabled=true}, {@code 'podPrefixes={10.1.0.0/16,fd00::/56}'}. */
final class SetText {

    private SetText() {}

    /**
     * @return the value in mappings for the keys before it
     * @throws IllegalArgumentException if it is no such text
     */
    static Map<String, Object> read(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || !text.substring(0, equals).matches("\\w+(\\.\\w+)*")) {
            throw new IllegalArgumentException(
                    "--set: \"" + text + "\" (expected: KEY=VALUE, as cluster=east or 'podPrefixes={10.1.0.0/16}')");
        }
        return nested(List.of(text.substring(0, equals).split("\\.")), value(text.substring(equals + 1)));
    }

    private static Map<String, Object> nested(List<String> keys, Object value) {
        Object inner = keys.size() == 1 ? value : nested(keys.subList(1, keys.size()), value);
        return Map.of(keys.getFirst(), inner);
    }

    private static Object value(String text) {
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
