// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of a chart, as Helm merges them: mappings key by key, all else as a whole. {@code null} takes a default away, so it is kept until the defaults are there.
 *
 * @param root keys with texts, numbers, truths, lists, mappings and nulls
 */
record Values(Map<String, @Nullable Object> root) {

    /** Keeps the order. */
    Values {
        root = Collections.unmodifiableMap(new LinkedHashMap<>(root));
    }

    /** These with others over them. */
    Values with(Map<?, ?> over) {
        return new Values(merged(root, over));
    }

    private static Map<String, @Nullable Object> merged(Map<?, ?> under, Map<?, ?> over) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        under.forEach((key, value) -> all.put(key.toString(), value));
        over.forEach((key, value) -> all.put(key.toString(), both(under.get(key), value)));
        return all;
    }

    private static @Nullable Object both(@Nullable Object under, @Nullable Object over) {
        if (over instanceof Map<?, ?> map) {
            return merged(under instanceof Map<?, ?> before ? before : Map.of(), map);
        }
        return over;
    }

    /** Those that are left where {@code null} takes away. */
    Values withoutNulls() {
        return new Values(present(root));
    }

    private static Map<String, @Nullable Object> present(Map<?, ?> map) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null) {
                left.put(key.toString(), value instanceof Map<?, ?> inner ? present(inner) : value);
            }
        });
        return left;
    }

    /** The value at a path of keys with dots between them. */
    Optional<Object> at(String path) {
        return at(List.of(path.split("\\.")));
    }

    /** The value at a path of keys, which may have dots themselves. */
    Optional<Object> at(List<String> path) {
        Object here = root;
        for (String key : path) {
            here = here instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(here);
    }

    /** The path of each value that is no mapping. */
    List<List<String>> paths() {
        List<List<String>> all = new ArrayList<>();
        collect(List.of(), root, all);
        return all;
    }

    private static void collect(List<String> before, Map<?, ?> map, List<List<String>> all) {
        map.forEach((key, value) -> {
            List<String> path = new ArrayList<>(before);
            path.add(key.toString());
            if (value instanceof Map<?, ?> inner) {
                collect(path, inner, all);
            } else {
                all.add(path);
            }
        });
    }
}
