// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Protects a sound store from advice to put an old one in its place. */
class StoreFailureTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "SQLITE_CORRUPT, DAMAGED",
        "SQLITE_NOTADB, DAMAGED",
        "SQLITE_CORRUPT_INDEX, DAMAGED",
        "SQLITE_CANTOPEN, UNREADABLE",
        "SQLITE_READONLY_DIRECTORY, UNREADABLE",
        "SQLITE_PERM, UNREADABLE",
        "SQLITE_FULL, FULL",
        "SQLITE_IOERR_READ, FAILING",
        "SQLITE_BUSY, IN_USE",
        "SQLITE_LOCKED, IN_USE",
        "SQLITE_NOMEM, OTHER"
    })
    void eachCodeHasItsKind(SQLiteErrorCode code, StoreFailure kind) {
        assertThat(StoreFailure.of(new SQLiteException("why", code), directory.resolve("federation.db")))
                .isEqualTo(kind);
    }

    @Test
    void damagedFileIsToBeRestored() throws IOException {
        Files.write(
                directory.resolve("federation.db"), "no database".repeat(500).getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> SqliteFederationStore.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("federation.db: is damaged: ")
                .hasMessageContaining("restore the file from a backup");
    }

    /** A directory in its place fails as a file without rights does, which a test of root cannot have. */
    @Test
    void unreadableFileIsNotToBeReplaced() throws IOException {
        Files.createDirectory(directory.resolve("federation.db"));

        assertThatThrownBy(() -> SqliteFederationStore.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("federation.db: cannot be opened or written: ")
                .hasMessageContaining("the file is not damaged")
                .hasMessageNotContaining("backup");
    }

    @Test
    void fileOfAnotherProgramIsNotToBeReplaced() throws Exception {
        SqliteFederationStore.open(directory).close();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("federation.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode = EXCLUSIVE");
            statement.execute("BEGIN EXCLUSIVE");

            assertThatThrownBy(() -> SqliteFederationStore.open(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("federation.db: is held by another program: ")
                    .hasMessageNotContaining("backup");
        }
    }
}
