// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import java.time.Instant;

/**
 * One line of the audit log: something that was done, or how often something was refused. Holds no secret.
 *
 * @param at when; of refusals the last time
 * @param actor who: a SPIFFE id, or the source network of a caller without one
 * @param action what was asked, for example {@code cluster.register}
 * @param subject of what: a cluster, a gateway, a token id; of refusals the last one
 * @param outcome {@code granted}, {@code noticed} or the reason of the refusal
 * @param detail for a person; of refusals the last one; may be empty
 * @param count how often; 1 for what was done
 * @param firstAt when first
 */
public record AuditEntry(
        Instant at,
        String actor,
        String action,
        String subject,
        String outcome,
        String detail,
        long count,
        Instant firstAt) {

    /** Outcome of what was done. */
    public static final String GRANTED = "granted";

    /** Outcome of what nobody asked for, but the control plane found. */
    public static final String NOTICED = "noticed";

    private static final String IDENTITY = "spiffe://";

    /** Something that happened once. */
    public AuditEntry(Instant at, String actor, String action, String subject, String outcome, String detail) {
        this(at, actor, action, subject, outcome, detail, 1, at);
    }

    /** Whether this was refused, and therefore counts what was. */
    public boolean isRefusal() {
        return !outcome.equals(GRANTED) && !outcome.equals(NOTICED);
    }

    /** Whether the actor showed a certificate of the cluster set. */
    public boolean hasIdentity() {
        return actor.startsWith(IDENTITY);
    }

    /** So many of these refusals at once. */
    public AuditEntry times(long number) {
        return new AuditEntry(at, actor, action, subject, outcome, detail, number, firstAt);
    }

    /** This refusal and later ones of the same actor, action and outcome. */
    public AuditEntry followedBy(AuditEntry later) {
        return new AuditEntry(
                later.at, actor, action, later.subject, outcome, later.detail, count + later.count, firstAt);
    }
}
