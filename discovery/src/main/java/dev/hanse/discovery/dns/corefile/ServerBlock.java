// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.corefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server block, or a snippet.
 *
 * @param keys what it is for
 * @param body between its braces
 * @param line where it begins, from 1
 */
record ServerBlock(List<String> keys, List<CorefileToken> body, int line) {

    ServerBlock {
        keys = List.copyOf(keys);
        body = List.copyOf(body);
    }

    /** Those of plain DNS; none of a snippet. */
    Stream<ServerKey> dnsKeys() {
        return isSnippet()
                ? Stream.empty()
                : keys.stream().map(ServerKey::parse).flatMap(Optional::stream);
    }

    private boolean isSnippet() {
        return keys.size() == 1
                && keys.getFirst().startsWith("(")
                && keys.getFirst().endsWith(")");
    }

    boolean isFor(String zone) {
        return dnsKeys().anyMatch(key -> key.zone().equals(zone));
    }

    /** The arguments of a plugin that stands in it without a block of its own; of the first one of that name. */
    List<String> arguments(String plugin) {
        int depth = 0;
        for (int i = 0; i < body.size(); i++) {
            CorefileToken token = body.get(i);
            depth += token.isOpening() ? 1 : token.isClosing() ? -1 : 0;
            boolean first = i == 0 || body.get(i - 1).line() != token.line();
            if (depth == 0 && first && token.text().equals(plugin)) {
                return restOfLine(i);
            }
        }
        return List.of();
    }

    private List<String> restOfLine(int at) {
        List<String> rest = new ArrayList<>();
        for (int i = at + 1;
                i < body.size() && body.get(i).line() == body.get(at).line();
                i++) {
            rest.add(body.get(i).text());
        }
        return rest;
    }

    /** Whether CoreDNS would read the same from both. */
    boolean says(ServerBlock other) {
        return keys.equals(other.keys) && words().equals(other.words());
    }

    private List<String> words() {
        return body.stream().map(CorefileToken::text).toList();
    }
}
