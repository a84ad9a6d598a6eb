// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Lines that end with a checksum over themselves and all before them: SHA-256, cut to 16 octets. Finds what a disk or a slip
 * of an editor did; whoever may write the file can write checksums too.
 */
final class RecordChain {

    private static final int OCTETS = 16;
    private static final int HEX = 2 * OCTETS;

    private String last;

    /** Goes on behind the line with this checksum; empty: at the beginning. */
    RecordChain(String last) {
        this.last = last;
    }

    /** The checksum of the last line. */
    String last() {
        return last;
    }

    /** The line for a text, with its end. */
    String line(String text) {
        last = checksum(text);
        return text + " " + last + "\n";
    }

    /**
     * The text of the next line.
     *
     * @throws IllegalArgumentException if its checksum is not the one that belongs there
     */
    String read(String line) {
        int end = line.length() - HEX - 1;
        if (end < 1 || line.charAt(end) != ' ') {
            throw new IllegalArgumentException("no checksum (expected: a line that ends with one)");
        }
        String text = line.substring(0, end);
        String expected = checksum(text);
        if (!expected.equals(line.substring(end + 1))) {
            throw new IllegalArgumentException("wrong checksum (expected: " + expected + ")");
        }
        last = expected;
        return text;
    }

    private String checksum(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(last.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.ISO_8859_1)), 0, OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
