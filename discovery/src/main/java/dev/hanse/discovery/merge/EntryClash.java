// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.net.text.VisibleText;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** In which label or annotation two exports differ. Pure. */
final class EntryClash {

    /** A condition is read in a line, and an annotation may have thousands of octets. */
    private static final int SHOWN = 40;

    private EntryClash() {}

    /** The first by its key, with both values, and how many more there are. */
    static String describe(Constituent one, Constituent other, Function<Constituent, Map<String, String>> entries) {
        Map<String, String> mine = entries.apply(one);
        Map<String, String> theirs = entries.apply(other);
        Set<String> keys = new TreeSet<>(mine.keySet());
        keys.addAll(theirs.keySet());
        keys.removeIf(key -> mine.containsKey(key)
                && theirs.containsKey(key)
                && mine.get(key).equals(theirs.get(key)));
        if (keys.isEmpty()) {
            return "";
        }
        String first = keys.iterator().next();
        return quoted(first) + " is " + value(mine.get(first)) + " in " + one.cluster() + " and "
                + value(theirs.get(first)) + " in " + other.cluster()
                + (keys.size() > 1 ? ", " + (keys.size() - 1) + " more" : "");
    }

    private static String value(@Nullable String value) {
        return value == null ? "missing" : quoted(value);
    }

    private static String quoted(String text) {
        String visible = VisibleText.of(text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
        return "\"" + visible + "\"";
    }
}
