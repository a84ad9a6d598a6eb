// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.net.time.NanoClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** A table as the kernel has it, whoever has set it. One thread, which blocks. */
final class SeenTable {

    /** For how long what was there is taken to be while nft does not say: on a busy machine it takes longer than it is waited for. */
    private static final Duration UNSAID = Duration.ofSeconds(10);

    /** How long nft is let alone after it did not say. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Programs programs;
    private final IntSupplier generation;
    private final TableName name;
    private final NanoClock clock;
    private String text = "";
    private int textOf = -1;
    private Optional<Set<String>> lines = Optional.empty();
    private long knownNanos;
    private boolean unsaid;
    private long unsaidNanos;

    /** @param generation the number of the kernel's rules, which is another one after each change; negative: not known */
    SeenTable(Programs programs, IntSupplier generation, TableName name, NanoClock clock) {
        this.programs = programs;
        this.generation = generation;
        this.name = name;
        this.clock = clock;
    }

    /** The number of the kernel's rules now. */
    int generation() {
        int now = generation.getAsInt();
        if (now >= 0 && now == textOf) {
            knownNanos = clock.nanoTime();
        }
        return now;
    }

    /** As nft prints it now. */
    String list() throws IOException {
        // Before: what changes meanwhile is of another generation, and is asked for again.
        int now = generation.getAsInt();
        know(programs.run(name.command("--stateless", "list")), now);
        return text;
    }

    private void know(String now, int of) {
        text = now;
        textOf = of;
        lines = Optional.empty();
        knownNanos = clock.nanoTime();
        unsaid = false;
    }

    /** See {@link KeptTable#holds}. */
    boolean holds(List<String> wanted) throws IOException {
        int now = generation();
        if (now < 0 || now != textOf) {
            look(now);
        }
        return has(wanted);
    }

    private void look(int now) throws IOException {
        if (isThere(programs, name)) {
            list();
        } else {
            know("", now);
        }
    }

    private boolean has(List<String> wanted) {
        // Once for each text: it may have thousands of addresses, and is asked for each second.
        Set<String> all =
                lines.orElseGet(() -> text.lines().map(String::strip).collect(Collectors.toUnmodifiableSet()));
        lines = Optional.of(all);
        return !all.isEmpty() && all.containsAll(wanted);
    }

    /** The same; where nft does not say, as it was some seconds ago. */
    boolean stillHolds(List<String> wanted) {
        if (!unsaid || clock.nanoTime() - unsaidNanos >= PAUSE.toNanos()) {
            try {
                return holds(wanted);
            } catch (IOException _) {
                unsaid = true;
                unsaidNanos = clock.nanoTime();
            }
        }
        return clock.nanoTime() - knownNanos < UNSAID.toNanos() && has(wanted);
    }

    /** Not where the host has no nft. */
    static boolean isThere(Programs programs, TableName name) throws IOException {
        try {
            return programs.run(List.of("nft", "list", "tables"))
                    .lines()
                    .anyMatch(line -> line.strip().equals("table " + name));
        } catch (Programs.MissingProgramException _) {
            return false;
        }
    }
}
