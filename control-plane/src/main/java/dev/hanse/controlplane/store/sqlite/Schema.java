// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables, made and changed by numbered migrations on the class path. Each marks the file with its own number
 * (user_version), and they run only where a file's mark is behind: a start with a current file writes nothing.
 */
final class Schema {

    /** Raised with each new migration; a released one is never edited. */
    static final Schema CURRENT = new Schema("dev/hanse/controlplane/store/sqlite/migrations", 10);

    private final String migrations;
    private final int version;

    /** Takes the folder of the migrations, as {@link Migrations} names it, and the number of the last one. */
    Schema(String migrations, int version) {
        this.migrations = migrations;
        this.version = version;
    }

    /** The number of the last migration. */
    int version() {
        return version;
    }

    /**
     * Brings a file, also a fresh one, to this version; refuses a newer one. After a failure the file is as it was once
     * the connection is closed.
     */
    void prepare(Connection connection) throws SQLException, IOException {
        int found = marked(connection);
        if (found > version) {
            throw new IOException("store: version " + found + " (expected: at most " + version
                    + "; it was written by a newer control plane, start that one)");
        }
        if (found < version) {
            migrate(connection, found);
        }
    }

    private static int marked(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA user_version")) {
            return result.getInt(1);
        }
    }

    private void migrate(Connection connection, int found) throws SQLException, IOException {
        try {
            Migrations.run(connection, migrations, found);
        } catch (SQLException e) {
            if (found == 0) {
                throw e;
            }
            throw new IOException(
                    "store: version " + found + " could not be brought to version " + version + ": " + e.getMessage()
                            + " (the file is as it was: check the disk and start again, or start the control plane"
                            + " that ran before)",
                    e);
        }
    }
}
