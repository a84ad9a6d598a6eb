// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.corefile;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands in a Corefile, as far as an edit has to know it. Imports within blocks are not followed.
 *
 * @param blocks server blocks and snippets, in their order
 * @param imports what is imported beside the blocks, as it is written
 */
record Corefile(List<ServerBlock> blocks, List<String> imports) {

    Corefile {
        blocks = List.copyOf(blocks);
        imports = List.copyOf(imports);
    }

    /** @throws IllegalArgumentException if it is not made of blocks in braces and imports; the message has the line */
    static Corefile parse(String text) {
        if (text.startsWith("\ufeff")) {
            throw new IllegalArgumentException("line 1: it begins with a byte order mark");
        }
        return new Reader(CorefileLexer.tokens(text)).read();
    }

    /** Goes over the words once. */
    private static final class Reader {

        private final List<CorefileToken> tokens;
        private final List<ServerBlock> blocks = new ArrayList<>();
        private final List<String> imports = new ArrayList<>();
        private int at;

        Reader(List<CorefileToken> tokens) {
            this.tokens = tokens;
        }

        Corefile read() {
            while (at < tokens.size()) {
                if (tokens.get(at).text().equals("import")) {
                    readImport();
                } else {
                    readBlock();
                }
            }
            return new Corefile(blocks, imports);
        }

        private void readImport() {
            int line = tokens.get(at++).line();
            if (at >= tokens.size() || tokens.get(at).line() != line) {
                throw unexpected(line, "an import of nothing");
            }
            imports.add(tokens.get(at++).text());
            if (at < tokens.size() && tokens.get(at).line() == line) {
                throw unexpected(line, "\"" + tokens.get(at).text() + "\" after an import");
            }
        }

        private void readBlock() {
            int line = tokens.get(at).line();
            List<String> keys = keys(line);
            int first = ++at;
            for (int depth = 1; depth > 0; at++) {
                if (at >= tokens.size()) {
                    throw unexpected(line, "a block without its closing brace");
                }
                depth += tokens.get(at).isOpening() ? 1 : tokens.get(at).isClosing() ? -1 : 0;
            }
            blocks.add(new ServerBlock(keys, tokens.subList(first, at - 1), line));
        }

        /** A comma at its end lets the keys go on in the next line. */
        private List<String> keys(int line) {
            List<String> keys = new ArrayList<>();
            boolean more = true;
            for (int last = line; at < tokens.size(); at++) {
                CorefileToken token = tokens.get(at);
                if (token.isOpening() && !keys.isEmpty()) {
                    return keys;
                }
                if (token.isOpening() || token.isClosing() || (token.line() != last && !more)) {
                    break;
                }
                more = token.text().endsWith(",");
                keys.add(more ? token.text().substring(0, token.text().length() - 1) : token.text());
                last = token.line();
            }
            throw unexpected(
                    line,
                    "\"" + tokens.get(Math.min(at, tokens.size() - 1)).text()
                            + "\" where a block in braces should begin");
        }

        private static IllegalArgumentException unexpected(int line, String what) {
            return new IllegalArgumentException("line " + line + ": " + what);
        }
    }
}
