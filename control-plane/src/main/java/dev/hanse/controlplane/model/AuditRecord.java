// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

/**
 * A line of the audit log as it is kept.
 *
 * @param place in the order in which lines were written, 1 or more, later is more; a refusal that repeats takes a new one
 * @param entry the line
 */
public record AuditRecord(long place, AuditEntry entry) {}
