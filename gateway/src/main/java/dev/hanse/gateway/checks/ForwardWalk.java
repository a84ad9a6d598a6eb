// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import java.util.List;
import java.util.Optional;

/**
 * Follows a packet through the rules of one base chain, as far as can be told without knowing all of the packet. A rule that
 * may let it through ends the walk: only what is lost for certain is told.
 */
final class ForwardWalk {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_RULES = 100_000;

    private final Table table;
    private final Probe probe;
    private int rules;

    private ForwardWalk(Table table, Probe probe) {
        this.table = table;
        this.probe = probe;
    }

    /** Where a packet is dropped. */
    record Drop(String chain, String rule) {

        private static final String POLICY = "policy drop";

        static Drop ofPolicy(String chain) {
            return new Drop(chain, POLICY);
        }

        boolean isPolicy() {
            return rule.equals(POLICY);
        }
    }

    private sealed interface End {
        /** Goes on behind the chain. */
        record Falls() implements End {}

        /** May be accepted. */
        record Passes() implements End {}

        /** Is dropped. */
        record Dropped(Drop where) implements End {}
    }

    private static final End FALLS = new End.Falls();
    private static final End PASSES = new End.Passes();

    /** Where a base chain drops a packet for certain; empty: it may let it through. */
    static Optional<Drop> of(Table table, Table.Base base, Probe probe) {
        return switch (new ForwardWalk(table, probe).chain(base.chain(), 0)) {
            case End.Falls _ -> base.drops() ? Optional.of(Drop.ofPolicy(base.chain())) : Optional.empty();
            case End.Passes _ -> Optional.empty();
            case End.Dropped dropped -> Optional.of(dropped.where());
        };
    }

    private End chain(String name, int depth) {
        if (depth > MAX_DEPTH) {
            return PASSES;
        }
        // Some packets may have left the chain already, so that no later rule drops all.
        boolean left = false;
        for (Rule rule : table.chains().getOrDefault(name, List.of())) {
            if (++rules > MAX_RULES) {
                return PASSES;
            }
            Answer about = rule.of(probe);
            if (about == Answer.NO) {
                continue;
            }
            End end = step(name, rule, depth);
            if (end instanceof End.Passes) {
                return PASSES;
            }
            boolean leaves = end instanceof End.Falls && leavesChain(rule.verdict());
            if (about == Answer.YES && end instanceof End.Dropped) {
                return left ? FALLS : end;
            }
            if (about == Answer.YES && leaves) {
                return FALLS;
            }
            left |= leaves;
        }
        return FALLS;
    }

    private static boolean leavesChain(Verdict verdict) {
        return verdict == Verdict.Plain.RETURN || verdict instanceof Verdict.Jump jump && !jump.back();
    }

    private End step(String chain, Rule rule, int depth) {
        return switch (rule.verdict()) {
            case Verdict.Jump jump -> chain(jump.chain(), depth + 1);
            case Verdict.Plain plain ->
                switch (plain) {
                    case ACCEPT, UNKNOWN -> PASSES;
                    case DROP -> new End.Dropped(new Drop(chain, "rule \"" + rule.text() + "\""));
                    case RETURN, NEXT -> FALLS;
                };
        };
    }
}
