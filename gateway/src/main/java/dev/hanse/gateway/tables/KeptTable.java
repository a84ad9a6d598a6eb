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
import java.util.Set;
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

    /** Where it stands, but could not be listed, and some rule has changed since. */
    private static final Duration RETRY_CHANGED = Duration.ofSeconds(1);

    private final Programs programs;
    private final TableName name;
    private final Path file;
    private final NanoClock clock;
    private final Contest contest;
    private final SeenTable seen;
    private String wanted = "";
    private Set<String> wantedLines = Set.of();
    private String listed = "";
    private int known;
    private boolean failed;
    private boolean stands;
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
            /** Nft has taken too long. */
            LATE,
            /** The file that nft reads it from cannot be written. */
            UNWRITTEN,
            /** The program nft refuses. */
            REFUSED,
            /** Another program takes it away, or changes it, again and again. */
            CONTESTED
        }

        /** @param file with the text of the table */
        public String remedy(Path file) {
            return switch (kind) {
                case MISSING -> "install nftables 0.9.2 or newer";
                case LATE ->
                    "see what keeps this host busy (uptime); it is tried again every " + RETRY.toSeconds() + " s";
                case UNWRITTEN -> "see that " + file + " can be written: df " + file.getParent();
                case REFUSED ->
                    "see why: nft -f " + file + " (expected: Linux 5.2 and nftables 0.9.2 or newer, CAP_NET_ADMIN)";
                case CONTESTED -> "see who changes it (nft monitor), and have it leave tables of others alone";
            };
        }
    }

    /**
     * @param generation the number of the kernel's rules, which is another one after each change
     * @param file where the text of the table is put for nft to read
     */
    public KeptTable(Programs programs, IntSupplier generation, TableName name, Path file, NanoClock clock) {
        this.programs = programs;
        this.name = name;
        this.file = file;
        this.clock = clock;
        this.contest = new Contest(clock);
        this.seen = new SeenTable(programs, generation, name, clock);
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
            wantedLines = SeenTable.lines(content);
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
        int now = seen.generation();
        if (failed) {
            return retry(now);
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

    private boolean retry(int now) {
        Duration wait = stands && now != known ? RETRY_CHANGED : RETRY;
        return clock.nanoTime() - setNanos >= wait.toNanos() && set("");
    }

    private boolean repair() {
        if (contest.isLost()) {
            failed = true;
            stands = false;
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

    /** Where nft does not say it is set once more: it may have been taken away. */
    private boolean isAsListed(int now) {
        try {
            boolean same = seen.isStill(listed);
            known = same ? now : known;
            return same;
        } catch (IOException _) {
            return false;
        }
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
        stands = false;
        boolean written = false;
        try {
            Files.writeString(file, name.replacedBy(wanted));
            written = true;
            programs.run(List.of("nft", "-f", file.toString()));
            stands = true;
            // Before it is listed: what somebody changes meanwhile is another generation, and looked at.
            known = seen.generation();
            listed = seen.list();
            failed = false;
            trouble = contested();
            return true;
        } catch (IOException e) {
            failed = true;
            Trouble.Kind kind = written ? kind(e) : Trouble.Kind.UNWRITTEN;
            trouble = Optional.of(new Trouble(kind, String.valueOf(e.getMessage())));
            return false;
        }
    }

    private static Trouble.Kind kind(IOException e) {
        return switch (e) {
            case Programs.MissingProgramException _ -> Trouble.Kind.MISSING;
            case Programs.LateProgramException _ -> Trouble.Kind.LATE;
            default -> Trouble.Kind.REFUSED;
        };
    }

    /** What keeps it from being so, and what to do on this host; empty: nothing is known. Any thread. */
    public Optional<String> why() {
        return trouble.map(each -> each.text() + " (expected: " + each.remedy(file) + ")");
    }

    /** What keeps it from being so. Any thread. */
    public Optional<Trouble> trouble() {
        return trouble;
    }

    /** Whether nft has set it as it is wanted, and it has not been seen otherwise since: also where it cannot be listed, which is a {@link #trouble} all the same. */
    public boolean stands() {
        return stands && !contest.lasts();
    }

    /**
     * Whether the kernel has it with these lines in it, whoever has set it. Nft is asked where some rule has changed since it was last.
     *
     * @param lines as nft prints them, without the spaces around them
     * @return false also where the host has no nft
     * @throws IOException if nft does not say
     */
    public boolean holds(List<String> lines) throws IOException {
        return seen.holds(lines);
    }

    /**
     * Whether these lines stand: in the table as it is wanted, or, where it cannot be set so, in what there was before. Where nft does not say either, they stand for some seconds more.
     *
     * @param lines as for {@link #holds}
     */
    public boolean stillHolds(List<String> lines) {
        return lately(lines).orElse(false);
    }

    /**
     * Whether these lines stand for sure: nft has set or listed them since some rule has changed last.
     *
     * @param lines as for {@link #holds}
     */
    public boolean surelyHolds(List<String> lines) {
        // A number that the kernel did not say is no proof.
        if (stands() && known >= 0 && known == seen.generation() && wantedLines.containsAll(lines)) {
            return true;
        }
        try {
            return !contest.lasts() && seen.isToBeAsked() && holds(lines);
        } catch (IOException _) {
            return false;
        }
    }

    /** As {@link #stillHolds}; empty: nft does not say, and has not for some seconds or ever. */
    public Optional<Boolean> lately(List<String> lines) {
        if (stands() && wantedLines.containsAll(lines)) {
            return Optional.of(true);
        }
        // What is there for moments, since others take it away again and again, does not stand.
        return contest.lasts() ? Optional.of(false) : seen.lately(lines);
    }

    /** Whether nft has not said for some seconds, and some questions, what there is. */
    public boolean isSilent() {
        return seen.isSilent();
    }

    /**
     * Wants no table any more, and takes it away; nothing where there is none.
     *
     * @throws IOException if nft is there and refuses
     */
    public void remove() throws IOException {
        wanted = "";
        failed = false;
        stands = false;
        trouble = Optional.empty();
        wantedLines = Set.of();
        seen.forget();
        remove(programs, name);
        Files.deleteIfExists(file);
    }

    /**
     * Takes a table away; nothing where there is none.
     *
     * @throws IOException if nft is there and refuses
     */
    public static void remove(Programs programs, TableName name) throws IOException {
        if (SeenTable.isThere(programs, name)) {
            programs.run(name.command("delete"));
        }
    }

    /** That of this host. */
    public static void removeOfHost(TableName name) throws IOException {
        remove(Programs.system(), name);
    }
}
