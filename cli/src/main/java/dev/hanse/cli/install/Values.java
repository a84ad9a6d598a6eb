// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Values of a chart, as Helm merges them: mappings key by key, all else as a whole, and {@code null} takes a key away.
 *
 * @param root keys with texts, numbers, truths, lists and mappings
 */
record Values(Map<String, Object> root) {

    /** Keeps the order. */
    Values {
        root = Collections.unmodifiableMap(new LinkedHashMap<>(root));
    }

    /** These with others over them. */
    Values with(Map<?, ?> over) {
        return new Values(merged(root, over));
    }

    private static Map<String, Object> merged(Map<?, ?> under, Map<?, ?> over) {
        Map<String, Object> all = new LinkedHashMap<>();
        under.forEach((key, value) -> put(all, key, value));
        over.forEach((key, value) -> put(all, key, both(under.get(key), value)));
        return all;
    }

    private static @Nullable Object both(@Nullable Object under, @Nullable Object over) {
        if (over instanceof Map<?, ?> map) {
            return merged(under instanceof Map<?, ?> before ? before : Map.of(), map);
        }
        return over;
    }

    private static void put(Map<String, Object> all, Object key, @Nullable Object value) {
        if (value == null) {
            all.remove(key.toString());
        } else {
            all.put(key.toString(), value);
        }
    }

    /** The value at a path of keys with dots between them. */
    Optional<Object> at(String path) {
        Object here = root;
        for (String key : path.split("\\.")) {
            here = here instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(here);
    }

    /** Each value that is no mapping, by its path. */
    void forEach(BiConsumer<String, Object> visitor) {
        visit("", root, visitor);
    }

    private static void visit(String prefix, Map<?, ?> map, BiConsumer<String, Object> visitor) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                visit(prefix + key + ".", inner, visitor);
            } else {
                visitor.accept(prefix + key, value);
            }
        });
    }
}
