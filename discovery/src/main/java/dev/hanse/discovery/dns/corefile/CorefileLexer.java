// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.corefile;

import java.util.ArrayList;
import java.util.List;

/** Cuts a Corefile into words, by CoreDNS's rules: blanks end a word, a quote at its beginning holds it together, {@code #} hides the rest of the line also within a word. Not for several threads. */
final class CorefileLexer {

    private final String text;
    private final List<CorefileToken> tokens = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int at;
    private int line = 1;
    private int begun = 1;

    private CorefileLexer(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if a quote is not closed */
    static List<CorefileToken> tokens(String text) {
        return new CorefileLexer(text).read();
    }

    private List<CorefileToken> read() {
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '#') {
                skipLine();
            } else if (next == '"' && word.isEmpty()) {
                quoted();
            } else {
                plain(next);
            }
        }
        endWord();
        return List.copyOf(tokens);
    }

    private void plain(char next) {
        if (isBlank(next)) {
            // A carriage return ends no word: CoreDNS passes over it.
            if (next != '\r') {
                endWord();
            }
            line += next == '\n' ? 1 : 0;
        } else {
            begun = word.isEmpty() ? line : begun;
            word.append(next);
        }
    }

    private static boolean isBlank(char next) {
        return Character.isSpaceChar(next) || (next >= '\t' && next <= '\r') || next == '\u0085';
    }

    private void endWord() {
        if (!word.isEmpty()) {
            tokens.add(new CorefileToken(word.toString(), begun));
            word.setLength(0);
        }
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void quoted() {
        int first = line;
        while (at < text.length()) {
            char next = text.charAt(at++);
            if (next == '"') {
                tokens.add(new CorefileToken(word.toString(), first));
                word.setLength(0);
                return;
            }
            if (next == '\\' && at < text.length()) {
                // Only a quote is escaped; a backslash before all else stays, and escapes nothing behind that.
                word.append(text.charAt(at) == '"' ? "" : next);
                next = text.charAt(at++);
            }
            line += next == '\n' ? 1 : 0;
            word.append(next);
        }
        throw new IllegalArgumentException("line " + first + ": a quote is not closed");
    }
}
