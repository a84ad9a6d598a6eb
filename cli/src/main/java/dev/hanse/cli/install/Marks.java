// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts values where text has marks, {@code __path__}. One that fills its quotes, every list, and what YAML might read as another type, becomes the value in JSON,
 * which is YAML too; all others become the value as it is, which has to be a plain one.
 */
final class Marks {

    private static final Pattern MARK = Pattern.compile("(\"?)__([A-Za-z.]+)__(\\1)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]*");
    /** What no YAML takes for a number, a truth, nothing or a key, be it of version 1.1 or 1.2. */
    private static final Pattern TEXT =
            Pattern.compile("(?i)(?!(null|true|false|yes|no|on|off|y|n)$)[a-z][a-z0-9._/-]*");

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
        return MARK.matcher(text).replaceAll(mark -> Matcher.quoteReplacement(filled(mark, isAlone(mark, text))));
    }

    /** Whether nothing else is in the value where it is, so that it may have quotes. */
    private static boolean isAlone(MatchResult mark, String text) {
        boolean begins = mark.start() > 0 && Character.isWhitespace(text.charAt(mark.start() - 1));
        return begins && (mark.end() == text.length() || ",}\n".indexOf(text.charAt(mark.end())) >= 0);
    }

    private String filled(MatchResult mark, boolean alone) {
        Object value = values.at(mark.group(2)).orElse(null);
        if (!mark.group(1).isEmpty() || value instanceof List<?> || (alone && value == null)) {
            return JSON.writeValueAsString(value);
        }
        return plain(mark.group(2), Objects.requireNonNullElse(value, ""), alone);
    }

    private static String plain(String path, Object value, boolean alone) {
        if (!PLAIN.matcher(value.toString()).matches()) {
            throw new IllegalArgumentException(
                    path + ": \"" + value + "\" (expected: letters, digits, and between them \". _ / : -\")");
        }
        boolean quoted =
                alone && value instanceof String text && !TEXT.matcher(text).matches();
        return quoted ? JSON.writeValueAsString(value) : value.toString();
    }
}
