// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import dev.hanse.controlplane.model.AuditEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * Which lines of the audit log are asked for. A text means itself and what lies below it: actor {@code
 * spiffe://demo/cluster/east} also its gateways, subject {@code east} also {@code east/gw-1}, action {@code cluster} also
 * {@code cluster.register}; an empty one means all.
 *
 * @param outcome what became of it
 * @param action what was asked
 * @param actor who asked
 * @param subject of what
 * @param from not before; of refusals the last time counts
 * @param until before; of refusals the first time counts
 */
public record AuditFilter(
        Outcome outcome, String action, String actor, String subject, Optional<Instant> from, Optional<Instant> until) {

    /** All lines. */
    public static final AuditFilter ALL = new AuditFilter(Outcome.ANY, "", "", "", Optional.empty(), Optional.empty());

    /** What became of what was asked. */
    public enum Outcome {
        ANY,
        GRANTED,
        REFUSED,
        NOTICED
    }

    /** Whether a line is asked for. Times are compared by milliseconds. */
    public boolean matches(AuditEntry entry) {
        return matches(outcome, entry)
                && below(entry.action(), action, ".")
                && below(entry.actor(), actor, "/")
                && below(entry.subject(), subject, "/")
                && from.stream().allMatch(time -> entry.at().toEpochMilli() >= time.toEpochMilli())
                && until.stream().allMatch(time -> entry.firstAt().toEpochMilli() < time.toEpochMilli());
    }

    private static boolean matches(Outcome asked, AuditEntry entry) {
        return switch (asked) {
            case ANY -> true;
            case GRANTED -> entry.outcome().equals(AuditEntry.GRANTED);
            case REFUSED -> entry.isRefusal();
            case NOTICED -> entry.outcome().equals(AuditEntry.NOTICED);
        };
    }

    private static boolean below(String value, String asked, String separator) {
        return asked.isEmpty() || value.equals(asked) || value.startsWith(asked + separator);
    }
}
