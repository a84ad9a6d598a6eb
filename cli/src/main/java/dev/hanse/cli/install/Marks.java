// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts values where text has marks, {@code __path__}. One that fills its quotes, and every list, becomes the value in JSON, which is YAML too; all others become the
 * value as it is, which has to be a plain one.
 */
final class Marks {

    private static final Pattern MARK = Pattern.compile("(\"?)__([A-Za-z.]+)__(\\1)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]*");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Values values;

    Marks(Values values) {
        this.values = values;
    }

    /** All marks in a text. */
    static Set<String> in(String text) {
        Set<String> all = new TreeSet<>();
        MARK.matcher(text).results().map(each -> each.group(2)).forEach(all::add);
        return all;
    }

    /** @throws IllegalArgumentException if a value cannot be written there */
    String fill(String text) {
        return MARK.matcher(text).replaceAll(mark -> Matcher.quoteReplacement(filled(mark)));
    }

    private String filled(MatchResult mark) {
        Object value = values.at(mark.group(2)).orElse("");
        if (!mark.group(1).isEmpty() || value instanceof List<?>) {
            return JSON.writeValueAsString(value);
        }
        if (!PLAIN.matcher(value.toString()).matches()) {
            throw new IllegalArgumentException(
                    mark.group(2) + ": \"" + value + "\" (expected: letters, digits, and between them \". _ / : -\")");
        }
        return value.toString();
    }
}
