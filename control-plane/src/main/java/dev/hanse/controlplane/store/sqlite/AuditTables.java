// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.model.AuditRecord;
import dev.hanse.controlplane.store.AuditFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * The audit log in two tables: what was done, and how often what was refused to whom. Each is pruned by itself, refusals
 * of callers without a certificate apart from those of members, so that noise pushes out nothing but noise. Places are
 * given over both. Used by one thread at a time.
 */
final class AuditTables {

    private static final int MAX_CHANGES = 100_000;

    /** Rows; a row of 4 KiB at most. An identity has about a hundred: calls times reasons. */
    private static final int MAX_REFUSALS = 10_000;

    private static final String NEXT_PLACE = "(SELECT 1 + max(coalesce((SELECT max(place) FROM audit), 0),"
            + " coalesce((SELECT max(place) FROM refusal), 0)))";

    private final Sql sql;

    AuditTables(Sql sql) {
        this.sql = sql;
    }

    void put(AuditEntry entry) throws SQLException {
        sql.execute(
                "INSERT INTO audit (at, actor, action, subject, outcome, detail, at_millis, place)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, " + NEXT_PLACE + ")",
                entry.at().toString(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.outcome(),
                entry.detail(),
                entry.at().toEpochMilli());
        sql.execute("DELETE FROM audit WHERE id <= (SELECT MAX(id) FROM audit) - " + MAX_CHANGES);
    }

    void count(List<AuditEntry> refusals) throws SQLException {
        if (refusals.isEmpty()) {
            return;
        }
        for (AuditEntry each : refusals) {
            count(each);
        }
        prune(0);
        prune(1);
    }

    private void count(AuditEntry refusal) throws SQLException {
        sql.execute(
                "INSERT INTO refusal (actor, action, outcome, has_identity, subject, detail, count, at, first_at,"
                        + " at_millis, first_millis, place) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + NEXT_PLACE
                        + ") ON CONFLICT (actor, action, outcome) DO UPDATE SET subject = excluded.subject,"
                        + " detail = excluded.detail, count = count + excluded.count, at = excluded.at,"
                        + " at_millis = excluded.at_millis, place = excluded.place",
                refusal.actor(),
                refusal.action(),
                refusal.outcome(),
                refusal.hasIdentity() ? 1 : 0,
                refusal.subject(),
                refusal.detail(),
                refusal.count(),
                refusal.at().toString(),
                refusal.firstAt().toString(),
                refusal.at().toEpochMilli(),
                refusal.firstAt().toEpochMilli());
    }

    private void prune(int hasIdentity) throws SQLException {
        sql.execute(
                "DELETE FROM refusal WHERE has_identity = ?1 AND place <= (SELECT place FROM refusal"
                        + " WHERE has_identity = ?1 ORDER BY place DESC LIMIT 1 OFFSET " + MAX_REFUSALS + ")",
                hasIdentity);
    }

    List<AuditRecord> read(AuditFilter filter, long before, int limit) throws SQLException {
        return sql.query(
                AuditTables::row,
                "SELECT place, at, actor, action, subject, outcome, detail, count, first_at FROM ("
                        + "SELECT place, at, actor, action, subject, outcome, detail, 1 AS count, at AS first_at,"
                        + " at_millis, at_millis AS first_millis FROM audit"
                        + " UNION ALL SELECT place, at, actor, action, subject, outcome, detail, count, first_at,"
                        + " at_millis, first_millis FROM refusal)"
                        + " WHERE place < ?1 AND (?2 = 'ANY' OR ?2 = CASE outcome WHEN '" + AuditEntry.GRANTED
                        + "' THEN 'GRANTED' WHEN '" + AuditEntry.NOTICED + "' THEN 'NOTICED' ELSE 'REFUSED' END) AND "
                        + below("action", "?3", ".") + " AND " + below("actor", "?4", "/") + " AND "
                        + below("subject", "?5", "/")
                        + " AND at_millis >= ?6 AND first_millis < ?7 ORDER BY place DESC LIMIT ?8",
                before,
                filter.outcome().name(),
                filter.action(),
                filter.actor(),
                filter.subject(),
                filter.from().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE),
                filter.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE),
                limit);
    }

    private static String below(String column, String asked, String separator) {
        return "(" + asked + " = '' OR " + column + " = " + asked + " OR substr(" + column + ", 1, length(" + asked
                + ") + 1) = " + asked + " || '" + separator + "')";
    }

    private static AuditRecord row(ResultSet row) throws SQLException {
        return new AuditRecord(
                row.getLong("place"),
                new AuditEntry(
                        Instant.parse(row.getString("at")),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("outcome"),
                        row.getString("detail"),
                        row.getLong("count"),
                        Instant.parse(row.getString("first_at"))));
    }
}
