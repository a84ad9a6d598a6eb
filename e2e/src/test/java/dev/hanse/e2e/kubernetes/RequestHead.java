// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The head of an HTTP/1.1 message.
 *
 * @param first request line or status line
 * @param headers one line each
 */
record RequestHead(String first, List<String> headers) {
    private static final int LIMIT = 64 * 1024;

    /** Reads up to the empty line. */
    static RequestHead read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < 4 || !text.substring(text.length() - 4).equals("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0 || text.length() > LIMIT) {
                throw new IOException("no whole head: " + text);
            }
            text.append((char) octet);
        }
        List<String> lines = text.toString().lines().toList();
        return new RequestHead(lines.getFirst(), lines.subList(1, lines.size() - 1));
    }

    /** Path and query. */
    String target() {
        return first.split(" ", 3)[1];
    }

    boolean isWatch() {
        return target().contains("watch=true") || target().contains("watch=1");
    }

    /** Whether objects are asked for as they are now. */
    boolean isRead() {
        return first.startsWith("GET ") && !isWatch();
    }

    /** Whether it asks for a WebSocket. */
    boolean isUpgrade() {
        return headers.stream().anyMatch(each -> lower(each).startsWith("upgrade:"));
    }

    int bodyOctets() {
        return headers.stream()
                .filter(each -> lower(each).startsWith("content-length:"))
                .mapToInt(each -> Integer.parseInt(each.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    /** As it is to be sent on, in a connection for this request alone. */
    byte[] alone() {
        StringBuilder text = new StringBuilder(first).append("\r\n");
        for (String each : headers) {
            if (isUpgrade() || !lower(each).startsWith("connection:")) {
                text.append(each).append("\r\n");
            }
        }
        text.append(isUpgrade() ? "\r\n" : "Connection: close\r\n\r\n");
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String lower(String line) {
        return line.toLowerCase(Locale.ROOT);
    }
}
