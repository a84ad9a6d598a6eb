// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import io.ebean.migration.MigrationConfig;
import io.ebean.migration.MigrationException;
import io.ebean.migration.MigrationRunner;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs the migrations of a folder by the library; the rest of the store knows nothing of it. */
final class Migrations {

    /** It would tell of each step on standard error. What failed is in its exception; held, or the level is forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("io.ebean");

    static {
        LIBRARY.setLevel(Level.OFF);
    }

    private Migrations() {}

    /**
     * Runs in one transaction what a file lacks.
     *
     * @param folder on the class path, or elsewhere after {@code filesystem:}
     * @param done the number of the last migration that the file has, by its mark
     * @throws SQLException with what SQLite said, where it was SQLite; the transaction is open
     */
    static void run(Connection connection, String folder, int done) throws SQLException {
        try {
            new MigrationRunner(configuration(folder, done)).run(MigrationTransaction.on(connection, folder));
            connection.commit();
        } catch (MigrationException e) {
            throw innermost(e);
        }
    }

    /** What is done goes into the library's history without being done again. */
    private static MigrationConfig configuration(String folder, int done) {
        MigrationConfig configuration = new MigrationConfig();
        configuration.setMigrationPath(folder);
        configuration.setPlatform(MigrationTransaction.PLATFORM);
        configuration.setPatchInsertOn(
                IntStream.rangeClosed(1, done).mapToObj(Integer::toString).collect(Collectors.toSet()));
        return configuration;
    }

    private static SQLException innermost(MigrationException failure) {
        SQLException found = new SQLException(failure.getMessage(), failure);
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException deeper) {
                found = deeper;
            }
        }
        return found;
    }
}
