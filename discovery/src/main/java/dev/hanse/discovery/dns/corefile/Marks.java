// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.corefile;

import java.util.Optional;

/**
 * The lines before and behind what was put into a Corefile, by which it is found again.
 *
 * @param start of the first mark
 * @param end behind the line break of the second one, or at the end of the text
 */
record Marks(int start, int end) {

    private static final String BEGIN = "# hanse begin ";
    private static final String END = "# hanse end ";
    private static final String WARNING =
            " (what stands up to the end mark is written by 'hanse dns-config --apply')\n";

    /** Puts the marks around a block, which ends with a line break. */
    static String around(String zone, String block) {
        return BEGIN + zone + WARNING + block + END + zone + "\n";
    }

    /**
     * What is marked for a zone.
     *
     * @throws IllegalArgumentException if the marks are not one pair
     */
    static Optional<Marks> find(String text, String zone) {
        int start = lineStart(text, BEGIN + zone, 0);
        int last = lineStart(text, END + zone, 0);
        if (start < 0 && last < 0) {
            return Optional.empty();
        }
        if (start < 0
                || last < start
                || lineStart(text, BEGIN + zone, start + 1) >= 0
                || lineStart(text, END + zone, last + 1) >= 0) {
            throw new IllegalArgumentException(
                    "the lines \"" + BEGIN + zone + "\" and \"" + END + zone + "\" are not one pair");
        }
        int end = text.indexOf('\n', last);
        return Optional.of(new Marks(start, end < 0 ? text.length() : end + 1));
    }

    /** Where the line begins that says this and nothing that goes on without a blank; -1: there is none. */
    private static int lineStart(String text, String mark, int from) {
        int at = text.indexOf(mark, from);
        while (at >= 0) {
            int end = at + mark.length();
            boolean whole = end == text.length() || Character.isWhitespace(text.charAt(end));
            if (whole && (at == 0 || text.charAt(at - 1) == '\n')) {
                return at;
            }
            at = text.indexOf(mark, at + 1);
        }
        return -1;
    }

    String of(String text) {
        return text.substring(start, end);
    }

    String without(String text) {
        return text.substring(0, start) + text.substring(end);
    }
}
