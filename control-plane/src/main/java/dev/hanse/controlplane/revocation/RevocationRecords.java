// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What stands in a revocation file: a head with the pin of the root key, then numbered records. Numbers grow; those of
 * records that can no longer matter are left out when the file is written anew.
 *
 * @param pin of the root key that the file belongs to, in hexadecimal
 * @param records in the order of their numbers
 */
record RevocationRecords(String pin, List<Numbered> records) {

    /** No file of ours comes near it; more is not read. */
    static final long MAX_OCTETS = 256L << 20;

    /** A backup may be old, and a clock may have been ahead: what ended is kept so much longer. */
    private static final Duration MEMORY = Duration.ofDays(30);

    /** So many of the newest stay whatever the clock says: one that is far ahead shows all that still matters to be over. */
    static final int NEWEST = 4096;

    private static final String HEAD = "hanse-revocations 1 ";

    /** One of them. */
    record Numbered(long number, Revocation revocation) {

        @Override
        public String toString() {
            return number + " " + RevocationText.write(revocation);
        }
    }

    RevocationRecords {
        records = List.copyOf(records);
    }

    /** The number of the last record; 0: there is none. */
    long last() {
        return records.isEmpty() ? 0 : records.getLast().number();
    }

    /** Without what ended long ago, except for the newest, and without removals that a later one of the same cluster or gateway covers. */
    RevocationRecords compact(Instant now) {
        Set<Revocation> later = new HashSet<>();
        List<Numbered> kept = new ArrayList<>();
        int newer = 0;
        for (Numbered each : records.reversed()) {
            boolean over = each.revocation()
                    .mattersUntil()
                    .filter(until -> until.isBefore(now.minus(MEMORY)))
                    .isPresent();
            boolean covered = each.revocation().mattersUntil().isEmpty() && !later.add(each.revocation());
            // The last one stays in any case: its number says how far the file goes.
            if (kept.isEmpty() || !covered && (!over || newer < NEWEST)) {
                kept.addFirst(each);
            }
            newer++;
        }
        return new RevocationRecords(pin, kept);
    }

    /** All lines; {@code chain} stands behind the last one then. */
    byte[] write(RecordChain chain) {
        StringBuilder text = new StringBuilder(chain.line(HEAD + pin));
        records.forEach(each -> text.append(chain.line(each.toString())));
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * What was read.
     *
     * @param records in whole lines
     * @param checksum of the last one
     * @param octets of all of them
     */
    record Found(RevocationRecords records, String checksum, long octets) {}

    /** Reads all whole lines. One without an end was being written when the power went: nobody was told that it counts. */
    static Found read(Path file) throws IOException {
        if (Files.size(file) > MAX_OCTETS) {
            throw new IOException(file + ": " + Files.size(file) + " octets (expected: at most " + MAX_OCTETS + ")");
        }
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        String whole = content.substring(0, content.lastIndexOf('\n') + 1);
        RecordChain chain = new RecordChain("");
        List<String> texts = new ArrayList<>();
        List<Numbered> records = new ArrayList<>();
        for (String line : whole.lines().toList()) {
            try {
                texts.add(chain.read(line));
                if (texts.size() > 1) {
                    records.add(record(texts.getLast(), records));
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ", line " + (texts.size() + 1) + ": " + e.getMessage(), e);
            }
        }
        return new Found(new RevocationRecords(pin(file, texts), records), chain.last(), whole.length());
    }

    private static String pin(Path file, List<String> texts) throws IOException {
        if (texts.isEmpty() || !texts.getFirst().startsWith(HEAD)) {
            throw new IOException(file + ", line 1: is no head (expected: \"" + HEAD + "\" and a pin)");
        }
        return texts.getFirst().substring(HEAD.length());
    }

    private static Numbered record(String text, List<Numbered> before) {
        int space = text.indexOf(' ');
        long number = Long.parseLong(text.substring(0, Math.max(space, 0)));
        long last = before.isEmpty() ? 0 : before.getLast().number();
        if (number <= last) {
            throw new IllegalArgumentException("record " + number + " (expected: above " + last + ")");
        }
        return new Numbered(number, RevocationText.read(text.substring(space + 1)));
    }
}
