// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long what the honest ones did has taken: a line each, {@code <when it began, ms> <kind> <µs>}. Written by one
 * process while another reads what is complete.
 */
final class Samples {

    /** Stands for what was never answered, and for what was answered wrongly. */
    static final Duration NEVER = Duration.ofSeconds(100);

    private Samples() {}

    /** What was measured. */
    enum Kind {
        /** From sending a change of exports to its acknowledgement. */
        ACK,
        /** From sending a query to its right answer. */
        DNS,
        /** From opening a connection to the Welcome. */
        CONNECT
    }

    /** Writes samples; thread-safe. */
    static final class Writer {
        private final PrintWriter out;

        Writer(Path file) throws IOException {
            this.out = new PrintWriter(Files.newBufferedWriter(file));
        }

        synchronized void add(Kind kind, long beganMillis, long nanos) {
            out.print(beganMillis);
            out.print(' ');
            out.print(kind);
            out.print(' ');
            out.println(nanos / 1_000);
        }

        synchronized void flush() {
            out.flush();
        }
    }

    /**
     * One sample.
     *
     * @param began on the wall clock, in ms
     */
    private record Sample(long began, Kind kind, long micros) {
        static Sample of(String line) {
            String[] words = line.split(" ");
            return new Sample(Long.parseLong(words[0]), Kind.valueOf(words[1]), Long.parseLong(words[2]));
        }
    }

    /** What began within a time. */
    static Latencies read(Path file, Kind kind, Instant from, Instant until) {
        try (Stream<String> lines = Files.lines(file)) {
            List<String> all = lines.toList();
            // The last line may be one that is being written.
            return new Latencies(all.subList(0, Math.max(0, all.size() - 1)).stream()
                    .map(Sample::of)
                    .filter(each ->
                            each.kind == kind && each.began >= from.toEpochMilli() && each.began < until.toEpochMilli())
                    .mapToLong(Sample::micros)
                    .sorted()
                    .toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
