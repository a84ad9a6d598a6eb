// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import dev.hanse.net.address.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Reads the words of one rule as {@code iptables-save} prints them. */
final class IptablesRule {

    /** Modules that mean nothing without an option of theirs, or nothing at all. */
    private static final Set<String> PLAIN_MODULES = Set.of("tcp", "udp", "comment", "conntrack", "state");

    private static final Set<String> DROPS = Set.of("DROP", "REJECT", "TARPIT", "STEAL", "CHAOS", "DELUDE");
    private static final Set<String> UNKNOWN =
            Set.of("QUEUE", "NFQUEUE", "TPROXY", "REDIRECT", "TEE", "SYNPROXY", "BPF", "FLOWOFFLOAD");

    private final List<String> words;
    private final Set<String> chains;
    private final List<Match> matches = new ArrayList<>();
    private Verdict verdict = Verdict.Plain.NEXT;
    private int at = 2;

    /**
     * Of {@code -A CHAIN …}.
     *
     * @param chains those of the table
     */
    IptablesRule(List<String> words, Set<String> chains) {
        this.words = words;
        this.chains = chains;
    }

    Rule read(String text) {
        while (at < words.size() && verdict == Verdict.Plain.NEXT) {
            option(next());
        }
        return new Rule(text, matches, verdict);
    }

    private String next() {
        return at < words.size() ? words.get(at++) : "";
    }

    private void option(String first) {
        boolean negated = first.equals("!");
        String option = negated ? next() : first;
        switch (option) {
            case "-j", "--jump" -> target(next());
            case "-g", "--goto" -> verdict = new Verdict.Jump(next(), false);
            case "-m", "--match" -> module(next());
            case "--comment" -> next();
            default -> matches.add(Match.negatedIf(negated, match(option)));
        }
    }

    private Match match(String option) {
        return switch (option) {
            case "-i", "--in-interface" -> Match.input(next());
            case "-o", "--out-interface" -> Match.output(next());
            case "-s", "--source" -> address(next(), Match::source);
            case "-d", "--destination" -> address(next(), Match::destination);
            case "-p", "--protocol" -> Match.protocol(Set.of(next().toLowerCase(Locale.ROOT)));
            case "--ctstate", "--state" ->
                Match.state(Set.of(next().toLowerCase(Locale.ROOT).split(",")));
            default -> unknown();
        };
    }

    /** Its words are passed over: all up to the next option. */
    private Match unknown() {
        while (at < words.size()
                && !words.get(at).startsWith("-")
                && !words.get(at).equals("!")) {
            at++;
        }
        return Match.UNKNOWN;
    }

    private static Match address(String text, Function<IpPrefix, Match> match) {
        try {
            return match.apply(IpPrefix.parse(text));
        } catch (IllegalArgumentException _) {
            return Match.UNKNOWN;
        }
    }

    private void module(String name) {
        if (!PLAIN_MODULES.contains(name)) {
            matches.add(Match.UNKNOWN);
        }
    }

    private void target(String name) {
        if (name.equals("ACCEPT")) {
            verdict = Verdict.Plain.ACCEPT;
        } else if (name.equals("RETURN")) {
            verdict = Verdict.Plain.RETURN;
        } else if (DROPS.contains(name)) {
            verdict = Verdict.Plain.DROP;
        } else if (UNKNOWN.contains(name)) {
            verdict = Verdict.Plain.UNKNOWN;
        } else if (chains.contains(name)) {
            verdict = new Verdict.Jump(name, true);
        } else {
            // It logs, marks or changes something; what follows are its own options.
            at = words.size();
        }
    }
}
