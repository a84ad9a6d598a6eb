// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.cli.config.ExplainedKeys.Explained;
import dev.hanse.cli.config.ExplainedKeys.Item;
import dev.hanse.cli.config.ExplainedKeys.Nested;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration file by keys.
 *
 * @param values YAML by path, such as {@code dns.tls.listen}
 */
record Settings(Map<String, String> values) {

    Settings {
        values = new LinkedHashMap<>(values);
    }

    /** Every key that a description asks for, with what the example file has. */
    static Settings of(ExplainedKeys keys) {
        Map<String, String> values = new LinkedHashMap<>();
        collect(keys.items(), values);
        return new Settings(values);
    }

    private static void collect(List<Item> items, Map<String, String> values) {
        for (Item item : items) {
            switch (item) {
                case Explained each -> values.put(each.path(), each.shown());
                case Nested nested -> collect(nested.items(), values);
            }
        }
    }

    /** The same with other values. */
    Settings with(Map<String, String> others) {
        Settings changed = new Settings(values);
        changed.values.putAll(others);
        return changed;
    }

    /** Writes the file. */
    Path write(Path file) {
        Map<String, Object> tree = new LinkedHashMap<>();
        values.forEach((path, value) -> put(tree, path, value));
        try {
            return Files.writeString(file, yaml(tree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String path, String value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            tree.put(path, value);
        } else {
            Object inner = tree.computeIfAbsent(path.substring(0, dot), name -> new LinkedHashMap<String, Object>());
            put((Map<String, Object>) inner, path.substring(dot + 1), value);
        }
    }

    /** In flow style, which needs no indentation. */
    private static String yaml(Map<?, ?> tree) {
        StringBuilder text = new StringBuilder("{");
        tree.forEach((key, value) -> text.append(key)
                .append(": ")
                .append(value instanceof Map<?, ?> inner ? yaml(inner) : value)
                .append(",\n"));
        return text.append("}").toString();
    }
}
