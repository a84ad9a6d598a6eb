// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables. Times are text of {@link java.time.Instant}, but milliseconds since 1970 where they are compared. */
final class Schema {

    /** Counts changes of the tables; kept in the file's user_version. */
    private static final int VERSION = 1;

    private static final List<String> TABLES = List.of("""
            CREATE TABLE cluster (id TEXT PRIMARY KEY, pod_prefixes TEXT NOT NULL, service_prefixes TEXT NOT NULL,
              registered_at TEXT NOT NULL) STRICT""", """
            CREATE TABLE gateway (cluster TEXT NOT NULL, name TEXT NOT NULL, joined_at TEXT NOT NULL,
              certificate_expires_at TEXT NOT NULL, last_seen TEXT, software_version TEXT NOT NULL, tunnel BLOB,
              PRIMARY KEY (cluster, name)) STRICT""", """
            CREATE TABLE certificate (serial TEXT PRIMARY KEY, identity TEXT NOT NULL, issued_at TEXT NOT NULL,
              expires_at INTEGER NOT NULL, revoked_at TEXT) STRICT""", """
            CREATE TABLE token (id TEXT PRIMARY KEY, secret_hash TEXT NOT NULL UNIQUE, cluster TEXT NOT NULL,
              additional_gateway INTEGER NOT NULL, expires_at INTEGER NOT NULL, used_at TEXT) STRICT""", """
            CREATE TABLE contribution (cluster TEXT NOT NULL, gateway TEXT NOT NULL, namespace TEXT NOT NULL,
              service TEXT NOT NULL, slice TEXT NOT NULL, stamp INTEGER NOT NULL, item BLOB, refusal_reason TEXT,
              refusal_message TEXT, PRIMARY KEY (cluster, gateway, namespace, service, slice)) STRICT""", """
            CREATE TABLE export_position (cluster TEXT NOT NULL, gateway TEXT NOT NULL, epoch TEXT NOT NULL,
              version INTEGER NOT NULL, PRIMARY KEY (cluster, gateway)) STRICT""", """
            CREATE TABLE first_seen (cluster TEXT NOT NULL, namespace TEXT NOT NULL, service TEXT NOT NULL,
              at TEXT NOT NULL, PRIMARY KEY (cluster, namespace, service)) STRICT""", """
            CREATE TABLE view (one INTEGER PRIMARY KEY CHECK (one = 1), epoch TEXT NOT NULL, revision INTEGER NOT NULL,
              shared_changed_at INTEGER NOT NULL) STRICT""", """
            CREATE TABLE gateway_view (cluster TEXT NOT NULL, gateway TEXT NOT NULL, changed_at INTEGER NOT NULL,
              PRIMARY KEY (cluster, gateway)) STRICT""", """
            CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, actor TEXT NOT NULL,
              action TEXT NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL) STRICT""");

    private Schema() {}

    /** Makes the tables in a fresh file; refuses a file of a newer version. */
    static void prepare(Connection connection) throws SQLException, IOException {
        int found = version(connection);
        if (found > VERSION) {
            throw new IOException("store: version " + found + " (expected: at most " + VERSION
                    + "; it was written by a newer control plane, start that one)");
        }
        if (found == 0) {
            create(connection);
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA user_version")) {
            return result.getInt(1);
        }
    }

    private static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
            statement.execute("PRAGMA user_version = " + VERSION);
        }
        connection.commit();
    }
}
