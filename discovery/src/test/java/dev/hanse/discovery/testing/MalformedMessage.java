// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A DNS message that a server must not stumble over, and what it says to it.
 *
 * @param expected the response code, or {@link #SILENCE}
 * @param octets the message
 * @param flaw what is wrong with it
 */
public record MalformedMessage(String expected, byte[] octets, String flaw) {

    /** No answer at all. */
    public static final String SILENCE = "SILENCE";

    /** The identifier of all of them. */
    public static final int ID = 0x4d41;

    private static final String NAME = "03776562 0473686f70 03737663 0a636c7573746572736574 056c6f63616c 00";

    /** All there are; they expect that {@code web.shop.svc.clusterset.local} has an address. */
    public static List<MalformedMessage> all() {
        InputStream file =
                Objects.requireNonNull(MalformedMessage.class.getResourceAsStream("malformed-dns.txt"), "corpus");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(MalformedMessage::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MalformedMessage read(String line) {
        String[] parts = line.split(";", 3);
        String hex = parts[1].replace("QUESTION", NAME + "0001 0001")
                .replace("NAME", NAME)
                .replace("LABEL", "3f" + "61".repeat(63))
                .replace(" ", "");
        return new MalformedMessage(parts[0].strip(), HexFormat.of().parseHex(hex), parts[2].strip());
    }

    @Override
    public String toString() {
        return flaw + ": " + expected;
    }
}
