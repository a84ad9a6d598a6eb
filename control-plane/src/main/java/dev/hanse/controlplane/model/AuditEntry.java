// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import java.time.Instant;

/**
 * One line of the audit log. Holds no secret.
 *
 * @param at when
 * @param actor who: a SPIFFE id, or the source address of a caller without one
 * @param action what was asked, for example {@code cluster.register}
 * @param subject of what: a cluster, a gateway, a token id
 * @param outcome {@code granted}, {@code noticed} or the reason of the refusal
 * @param detail for a person; may be empty
 */
public record AuditEntry(Instant at, String actor, String action, String subject, String outcome, String detail) {

    /** Outcome of what was done. */
    public static final String GRANTED = "granted";

    /** Outcome of what nobody asked for, but the control plane found. */
    public static final String NOTICED = "noticed";
}
