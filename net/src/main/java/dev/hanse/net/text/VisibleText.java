// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.text;

import java.util.HexFormat;

/**
 * Text that shows what it holds: characters that a terminal obeys, that turn the direction of what follows, that break
 * lines or cannot be seen (Unicode's categories C, Zl and Zp) are written as Java and JSON write them, by a backslash, a u
 * and four hexadecimal digits. Everything else, letters of all scripts among it, stays as it is.
 */
public final class VisibleText {

    private VisibleText() {}

    /** The text with nothing in it that is obeyed instead of shown. */
    public static String of(String text) {
        return text.codePoints().allMatch(VisibleText::isVisible) ? text : escaped(text);
    }

    /** The beginning of that, at most so many characters, with neither half a character nor an ellipsis at its end. */
    public static String head(String text, int most) {
        return cut(of(cut(text, most)), most);
    }

    /** All of that, or its beginning of at most so many characters and an ellipsis. */
    public static String excerpt(String text, int most) {
        String visible = of(text);
        return visible.length() <= most ? visible : cut(visible, most) + "…";
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean halves = Character.isSurrogatePair(text.charAt(most - 1), text.charAt(most));
        return text.substring(0, halves ? most - 1 : most);
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            if (isVisible(character)) {
                shown.appendCodePoint(character);
            } else {
                appendEscaped(shown, character);
            }
        });
        return shown.toString();
    }

    /** In units of UTF-16, which is what JSON and Java read. */
    private static void appendEscaped(StringBuilder shown, int character) {
        for (char unit : Character.toChars(character)) {
            shown.append('\\').append('u').append(HexFormat.of().toHexDigits(unit));
        }
    }

    /** Whether a character is shown by a terminal, and nothing else happens. */
    public static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
