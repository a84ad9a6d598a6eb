// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.Netfilter;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packet filters of this network namespace, asked for again only when they changed; those of iptables-legacy, which tell
 * nobody that they changed, each second time. One thread.
 */
final class Rulesets {

    private static final Pattern HANDLE = Pattern.compile("\\s*(.*?)\\s*# handle (\\d+)");
    private static final Pattern COUNTER = Pattern.compile("counter packets \\d+ bytes \\d+ ?");

    /** Each how many looks those of iptables-legacy are asked for. */
    private static final int LEGACY = 2;

    /** By how many times longer the rest after a listing is, where rules change all the time. */
    private static final int RESTS = 10;

    /** Each how many looks one that failed is tried again. */
    private static final int FAILED = 16;

    /** A table of more chains is listed as a whole only where it has to be: megabytes of text, each time that one of them changes. */
    private static final int MANY = 200;

    /** Each costs two runs of a program. */
    private static final int MOST_FOLLOWED = 20;

    private final Programs programs;
    private final Generation generation;
    private final Path proc;
    private int known;
    private int looks;
    private long next;
    private State nftables = State.EMPTY;
    private State legacy = State.EMPTY;

    /** The number of the ruleset of nftables, as {@link Netfilter#generation}. */
    @FunctionalInterface
    interface Generation {
        int now();
    }

    /**
     * What there is.
     *
     * @param tables with a chain for what is forwarded
     * @param unchecked why some could not be looked at
     */
    record State(List<Table> tables, List<String> unchecked) {

        static final State EMPTY = new State(List.of(), List.of());

        /** Both together. */
        State and(State other) {
            List<Table> all = new ArrayList<>(tables);
            all.addAll(other.tables());
            List<String> reasons = new ArrayList<>(unchecked);
            reasons.addAll(other.unchecked());
            return new State(all, reasons);
        }
    }

    /** @param proc {@code /proc/net} */
    Rulesets(Programs programs, Generation generation, Path proc) {
        this.programs = programs;
        this.generation = generation;
        this.proc = proc;
    }

    /** Those that hold now. Blocks. */
    State read() {
        int now = generation.now();
        boolean again = !nftables.unchecked().isEmpty() && looks % FAILED == 0;
        if ((now != known && looks >= next) || again) {
            long begun = System.nanoTime();
            nftables = now < 0 || now == Netfilter.UNTOUCHED ? unreadable(now) : nftables();
            known = now;
            next = looks + RESTS * (System.nanoTime() - begun) / HostWatch.EVERY.toNanos();
        }
        if (looks++ % (legacy.unchecked().isEmpty() ? LEGACY : FAILED) == 0) {
            legacy = legacy("ip", "ip_tables_names", "iptables-legacy-save")
                    .and(legacy("ip6", "ip6_tables_names", "ip6tables-legacy-save"));
        }
        return nftables.and(legacy);
    }

    /** Without the right nothing can be said; other failures mean that there are no nftables. */
    private static State unreadable(int number) {
        return number == -Errno.EPERM ? new State(List.of(), List.of("CAP_NET_ADMIN is missing")) : State.EMPTY;
    }

    private State nftables() {
        List<Table> tables = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        try {
            for (NftJson.Place place : NftJson.places(programs.run(List.of("nft", "--json", "list", "chains")))) {
                add(place, tables, unchecked);
            }
        } catch (IOException | RuntimeException e) {
            unchecked.add(String.valueOf(e.getMessage()));
        }
        return new State(tables, unchecked);
    }

    /** What cannot be read of one table says nothing of the others. */
    private void add(NftJson.Place place, List<Table> tables, List<String> unchecked) {
        try {
            if (!place.iptables() || !ofIptables(place, tables)) {
                tables.add(table(place));
            }
        } catch (IOException | RuntimeException e) {
            unchecked.add(String.valueOf(e.getMessage()));
        }
    }

    /** iptables shows matches that nft cannot show in JSON. Whether it could read the table. */
    private boolean ofIptables(NftJson.Place place, List<Table> tables) {
        String program = place.family().equals("ip") ? "iptables-nft-save" : "ip6tables-nft-save";
        try {
            String text = programs.run(List.of(program, "-t", place.table()));
            List<Table> found = IptablesText.tables(place.family(), text);
            tables.addAll(found);
            return !found.isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    private Table table(NftJson.Place place) throws IOException {
        Optional<Table> followed = place.chains() > MANY ? follow(place) : Optional.empty();
        return followed.isPresent() ? followed.get() : whole(place);
    }

    private Table whole(NftJson.Place place) throws IOException {
        NftJson read = new NftJson(place);
        list(read, "table", place.family(), place.table());
        return read.table();
    }

    /** kube-proxy has two chains or more for each Service, which nothing that is only forwarded comes to. Empty: many of the chains are reached, and the whole table costs less. */
    private Optional<Table> follow(NftJson.Place place) throws IOException {
        NftJson read = new NftJson(place);
        Set<String> known = new HashSet<>(place.forward());
        Deque<String> left = new ArrayDeque<>(known);
        while (!left.isEmpty()) {
            if (known.size() > MOST_FOLLOWED) {
                return Optional.empty();
            }
            list(read, "chain", place.family(), place.table(), left.pop());
            read.reached().stream().filter(known::add).forEach(left::add);
        }
        return Optional.of(read.table());
    }

    private void list(NftJson read, String... what) throws IOException {
        List<String> list = new ArrayList<>(List.of("list"));
        list.addAll(List.of(what));
        read.read(nft("--json", list), texts(nft("--handle", list)));
    }

    private String nft(String option, List<String> list) throws IOException {
        List<String> command = new ArrayList<>(List.of("nft", option, "--terse"));
        command.addAll(list);
        return programs.run(command);
    }

    private static Map<Long, String> texts(String printed) {
        Map<Long, String> texts = new HashMap<>();
        printed.lines().forEach(line -> {
            Matcher handle = HANDLE.matcher(line);
            if (handle.matches()) {
                texts.put(
                        Long.parseLong(handle.group(2)),
                        COUNTER.matcher(handle.group(1)).replaceAll("").strip());
            }
        });
        return texts;
    }

    private State legacy(String family, String names, String program) {
        try {
            List<Table> tables = new ArrayList<>();
            for (String name : Files.readAllLines(proc.resolve(names))) {
                if (name.equals("filter") || name.equals("mangle")) {
                    tables.addAll(IptablesText.tables(family, programs.run(List.of(program, "-t", name))));
                }
            }
            return new State(tables, List.of());
        } catch (NoSuchFileException _) {
            return State.EMPTY;
        } catch (AccessDeniedException _) {
            return new State(List.of(), List.of("those of iptables-legacy are shown to root alone"));
        } catch (IOException e) {
            return new State(List.of(), List.of(String.valueOf(e.getMessage())));
        }
    }
}
