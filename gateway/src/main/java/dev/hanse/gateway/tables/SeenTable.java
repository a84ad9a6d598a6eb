// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.net.time.NanoClock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** A table as the kernel has it, whoever has set it. One thread, which blocks. */
final class SeenTable {

    private final Programs programs;
    private final IntSupplier generation;
    private final TableName name;
    private final NanoClock clock;
    private String text = "";
    private int textOf = -1;
    private Optional<Set<String>> lines = Optional.empty();
    private final Silence silence;
    private long knownNanos;
    private boolean known;
    private boolean recent;

    /** Something that nft is asked. */
    private interface Question {
        void ask() throws IOException;
    }

    /** @param generation the number of the kernel's rules, which is another one after each change; negative: not known */
    SeenTable(Programs programs, IntSupplier generation, TableName name, NanoClock clock) {
        this.programs = programs;
        this.generation = generation;
        this.name = name;
        this.clock = clock;
        this.silence = new Silence(clock);
    }

    /** The number of the kernel's rules now. */
    int generation() {
        int now = generation.getAsInt();
        if (now >= 0 && now == textOf) {
            knownNanos = clock.nanoTime();
            silence.ends();
        }
        return now;
    }

    /** As nft prints it now. */
    String list() throws IOException {
        ask(this::read);
        return text;
    }

    private void read() throws IOException {
        // Before: what changes meanwhile is of another generation, and is asked for again.
        int now = generation.getAsInt();
        know(programs.run(name.command("--stateless", "list")), now);
    }

    /**
     * Whether nft prints it so now.
     *
     * @throws IOException if it does not say
     */
    boolean isStill(String before) throws IOException {
        ask(this::readOrMiss);
        return text.equals(before);
    }

    /** Where there is no table nft fails, too. */
    private void readOrMiss() throws IOException {
        int now = generation.getAsInt();
        try {
            read();
        } catch (Programs.LateProgramException e) {
            throw e;
        } catch (IOException e) {
            if (isThere(programs, name)) {
                throw e;
            }
            know("", now);
        }
    }

    private void ask(Question question) throws IOException {
        if (silence.isOver()) {
            recent = known && clock.nanoTime() - knownNanos < Silence.LONG.toNanos();
        }
        try {
            question.ask();
        } catch (IOException e) {
            silence.goesOn();
            throw e;
        }
    }

    private void know(String now, int of) {
        text = now;
        textOf = of;
        lines = Optional.empty();
        knownNanos = clock.nanoTime();
        known = true;
        silence.ends();
    }

    /** Takes nothing of what was there for what is. */
    void forget() {
        know("", -1);
        known = false;
    }

    /** See {@link KeptTable#holds}. */
    boolean holds(List<String> wanted) throws IOException {
        int now = generation();
        if (now < 0 || now != textOf) {
            ask(this::readOrMiss);
        }
        return has(wanted);
    }

    private boolean has(List<String> wanted) {
        // Once for each text: it may have thousands of addresses, and is asked for each second.
        Set<String> all = lines.orElseGet(() -> lines(text));
        lines = Optional.of(all);
        return !all.isEmpty() && all.containsAll(wanted);
    }

    /** Each without the spaces around it. */
    static Set<String> lines(String text) {
        return text.lines().map(String::strip).collect(Collectors.toUnmodifiableSet());
    }

    /** The same; where nft does not say, as it was some seconds ago; empty: nobody knows. */
    Optional<Boolean> lately(List<String> wanted) {
        if (isToBeAsked()) {
            try {
                return Optional.of(holds(wanted));
            } catch (IOException _) {
                // As it was.
            }
        }
        return recent && !isSilent() ? Optional.of(has(wanted)) : Optional.empty();
    }

    /** Whether nft is to be asked: not at once after it did not say. */
    boolean isToBeAsked() {
        return silence.isToBeAsked();
    }

    /** Whether nft has not said for so long that what was there counts no more. */
    boolean isSilent() {
        return silence.isLong();
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
