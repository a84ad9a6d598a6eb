// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.net.linux.Netfilter;
import dev.hanse.net.time.NanoClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one table of nftables as it is wanted, whoever changes it: looks where the kernel says that some rule has changed. Tables of others are never touched. Where
 * another program changes it again and again, it is set every ten seconds and no oftener. One thread, which blocks, but where it says otherwise.
 */
public final class KeptTable {

    private static final Logger LOG = LoggerFactory.getLogger(KeptTable.class);

    /** How often {@link #check} is to be called. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Programs programs;
    private final IntSupplier generation;
    private final TableName name;
    private final Path file;
    private final NanoClock clock;
    private final Contest contest;
    private String wanted = "";
    private String listed = "";
    private int known;
    private boolean failed;
    private long setNanos;
    private volatile Optional<Trouble> trouble = Optional.empty();

    /**
     * What keeps a table from being set.
     *
     * @param text what there is to say besides
     */
    public record Trouble(Kind kind, String text) {

        /** Whose it is. */
        public enum Kind {
            /** The host has no nft. */
            MISSING,
            /** The program nft refuses. */
            REFUSED,
            /** Another program takes it away, or changes it, again and again. */
            CONTESTED
        }
    }

    /**
     * @param generation the number of the kernel's rules, which is another one after each change
     * @param file where the text of the table is put for nft to read
     */
    public KeptTable(Programs programs, IntSupplier generation, TableName name, Path file, NanoClock clock) {
        this.programs = programs;
        this.generation = generation;
        this.name = name;
        this.file = file;
        this.clock = clock;
        this.contest = new Contest(clock);
    }

    /** On this host. */
    public static KeptTable ofHost(TableName name, Path file) {
        return new KeptTable(Programs.system(), () -> new Netfilter().generation(), name, file, System::nanoTime);
    }

    /**
     * Wants the table so from now on, and makes it so.
     *
     * @param content what stands between its braces
     */
    public void want(String content) {
        if (!content.equals(wanted)) {
            wanted = content;
            set("");
        }
    }

    /**
     * Looks whether it is as wanted.
     *
     * @return whether it was not, and is now
     */
    public boolean check() {
        if (wanted.isEmpty()) {
            return false;
        }
        int now = generation.getAsInt();
        if (failed) {
            return retry();
        }
        if (now != known && !isAsListed(now)) {
            return repair();
        }
        if (contest.lasts()) {
            contest.stands(setNanos);
            trouble = contested();
        }
        return false;
    }

    private boolean retry() {
        return clock.nanoTime() - setNanos >= RETRY.toNanos() && set("");
    }

    private boolean repair() {
        if (contest.isLost()) {
            failed = true;
            trouble = contested();
            return false;
        }
        return set(", it was taken away or changed by somebody else");
    }

    /** Sets it once more, for what the kernel would forget after a time. Nothing where none is wanted, or it cannot be set. */
    public void renew() {
        if (!wanted.isEmpty() && !failed) {
            apply();
        }
    }

    private Optional<Trouble> contested() {
        return contest.lasts()
                ? Optional.of(new Trouble(
                        Trouble.Kind.CONTESTED, "another program takes it away, or changes it, again and again"))
                : Optional.empty();
    }

    private boolean isAsListed(int now) {
        try {
            boolean same = list().equals(listed);
            known = same ? now : known;
            return same;
        } catch (IOException _) {
            return false;
        }
    }

    private String list() throws IOException {
        return programs.run(name.command("--stateless", "list"));
    }

    private boolean set(String why) {
        boolean done = apply();
        if (done) {
            LOG.info("table {} set{}", name, why);
        }
        return done;
    }

    private boolean apply() {
        setNanos = clock.nanoTime();
        try {
            Files.writeString(file, name.replacedBy(wanted));
            programs.run(List.of("nft", "-f", file.toString()));
            // Before it is listed: what somebody changes meanwhile is another generation, and looked at.
            int now = generation.getAsInt();
            listed = list();
            known = now;
            failed = false;
            trouble = contested();
            return true;
        } catch (IOException e) {
            failed = true;
            trouble = Optional.of(new Trouble(
                    e instanceof Programs.MissingProgramException ? Trouble.Kind.MISSING : Trouble.Kind.REFUSED,
                    String.valueOf(e.getMessage())));
            return false;
        }
    }

    /** What keeps it from being so. Any thread. */
    public Optional<Trouble> trouble() {
        return trouble;
    }

    /**
     * Wants no table any more, and takes it away; nothing where there is none.
     *
     * @throws IOException if nft is there and refuses
     */
    public void remove() throws IOException {
        wanted = "";
        failed = false;
        trouble = Optional.empty();
        remove(programs, name);
        Files.deleteIfExists(file);
    }

    /**
     * Takes a table away; nothing where there is none.
     *
     * @throws IOException if nft is there and refuses
     */
    public static void remove(Programs programs, TableName name) throws IOException {
        try {
            String tables = programs.run(List.of("nft", "list", "tables"));
            if (tables.lines().anyMatch(line -> line.strip().equals("table " + name))) {
                programs.run(name.command("delete"));
            }
        } catch (Programs.MissingProgramException _) {
            // Without it there is no table.
        }
    }
}
