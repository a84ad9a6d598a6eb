// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Protects the statements from counting columns: every table has one more at its end, and all goes on. */
class WidenedSqliteFederationStoreTest extends FederationStoreContract {

    @TempDir
    private Path directory;

    @BeforeEach
    void addAColumnToEveryTable() throws Exception {
        open().close();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("federation.db"));
                Statement sql = other.createStatement()) {
            for (String table : tables(sql)) {
                sql.execute("ALTER TABLE " + table + " ADD COLUMN later TEXT NOT NULL DEFAULT 'later'");
            }
        }
    }

    private static List<String> tables(Statement sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet result = sql.executeQuery(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('sqlite_sequence',"
                        + " 'db_migration')")) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        }
        return names;
    }

    @Override
    FederationStore open() {
        try {
            return SqliteFederationStore.open(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
