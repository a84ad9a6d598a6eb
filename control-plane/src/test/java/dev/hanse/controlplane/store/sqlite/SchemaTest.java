// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.store.EarlierFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects data directories over changes of the program: a file goes up the ladder whole or stays as it was. */
class SchemaTest {

    private static final String OWN_TABLES =
            "SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name != 'db_migration' ORDER BY name";
    private static final String HISTORY = "SELECT mversion FROM db_migration WHERE id > 0 ORDER BY id";

    @TempDir
    private Path directory;

    /** The first migration of the program and what a test adds to it. */
    @TempDir
    private Path ladder;

    private Path file;

    @BeforeEach
    void beginWithTheProgramsFirstMigration() throws Exception {
        file = directory.resolve("federation.db");
        Path first = migrations().getFirst();
        Files.copy(first, ladder.resolve(first.getFileName()));
    }

    private static List<Path> migrations() throws Exception {
        Path folder = Path.of(
                Objects.requireNonNull(Schema.class.getResource("migrations")).toURI());
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static int numberOf(Path migration) {
        String name = migration.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    private void step(int number, String statements) throws IOException {
        Files.writeString(
                ladder.resolve("V" + number + "__step.sql"), statements + "\nPRAGMA user_version = " + number + ";\n");
    }

    private void prepare(int version) throws SQLException, IOException {
        prepare(new Schema("filesystem:" + ladder, version));
    }

    private void prepare(Schema schema) throws SQLException, IOException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            schema.prepare(connection);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1).replaceAll("\\s+", " "));
            }
        }
        return rows;
    }

    @Test
    void freshFileGetsTheTablesOfEarlierPrograms() throws Exception {
        prepare(Schema.CURRENT);
        List<String> fresh = rows(OWN_TABLES);
        List<String> mark = rows("PRAGMA user_version");
        List<String> history = rows(HISTORY);

        EarlierFile.copyTo(directory);
        prepare(Schema.CURRENT);

        assertThat(rows(HISTORY)).isEqualTo(history);

        assertThat(fresh).isEqualTo(rows(OWN_TABLES));
        assertThat(mark).isEqualTo(rows("PRAGMA user_version"));
    }

    @Test
    void currentFileIsOpenedWithoutAWrite() throws Exception {
        EarlierFile.copyTo(directory);
        prepare(Schema.CURRENT);
        byte[] before = Files.readAllBytes(file);

        try (SqliteFederationStore store = SqliteFederationStore.open(directory)) {
            store.load();
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void earlierFileGoesOnWithTheSecondMigration() throws Exception {
        EarlierFile.copyTo(directory);
        step(2, "ALTER TABLE cluster ADD COLUMN note TEXT NOT NULL DEFAULT 'none';");

        prepare(2);
        prepare(2);

        assertThat(rows("SELECT id || ' ' || note FROM cluster ORDER BY id")).containsExactly("east none", "west none");
        assertThat(rows(HISTORY)).containsExactly("1", "2");
        assertThat(rows("PRAGMA user_version")).containsExactly("2");
    }

    @Test
    void fileOfThisProgramGoesOnWithTheSecondMigration() throws Exception {
        prepare(1);
        step(2, "CREATE TABLE later (id TEXT PRIMARY KEY) STRICT;");

        prepare(2);

        assertThat(rows("SELECT count(*) FROM later")).containsExactly("0");
        assertThat(rows(HISTORY)).containsExactly("1", "2");
    }

    @Test
    void failedMigrationLeavesTheFileAsItWasAndSaysWhatToDo() throws Exception {
        EarlierFile.copyTo(directory);
        byte[] before = Files.readAllBytes(file);
        step(2, "DELETE FROM cluster;\nALTER TABLE cluster ADD COLUMN note TEXT;");
        step(3, "INSERT INTO nowhere (id) VALUES (1);");

        assertThatThrownBy(() -> prepare(3))
                .isInstanceOf(IOException.class)
                .hasMessage("store: version 1 could not be brought to version 3: [SQLITE_ERROR] SQL error or missing"
                        + " database (no such table: nowhere) (the file is as it was: check the disk and start again,"
                        + " or start the control plane that ran before)");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        SqliteFederationStore.open(directory).close();
    }

    @Test
    void editedMigrationIsNotMistakenForTheOneThatRan() throws Exception {
        prepare(1);
        Files.writeString(ladder.resolve("V1__tables.sql"), "CREATE TABLE other (id TEXT) STRICT;\n");
        step(2, "");

        assertThatThrownBy(() -> prepare(2))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 1 could not be brought to version 2: Checksum mismatch");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 20})
    void firstStartOnAFullDiskSaysSoAndTheNextMaySucceed(int pages) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // Full after so many pages, as far as SQLite can tell.
            statement.execute("PRAGMA max_page_count = " + pages);
            connection.setAutoCommit(false);

            assertThatThrownBy(() -> Schema.CURRENT.prepare(connection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("[SQLITE_FULL]");
        }
        assertThat(rows("SELECT name FROM sqlite_master")).isEmpty();

        prepare(Schema.CURRENT);

        assertThat(rows("PRAGMA user_version"))
                .containsExactly(Integer.toString(numberOf(migrations().getLast())));
    }

    @Test
    void newerFileIsRefused() throws Exception {
        int current = numberOf(migrations().getLast());
        step(99, "");
        prepare(99);

        assertThatThrownBy(() -> SqliteFederationStore.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("store: version 99 (expected: at most " + current
                        + "; it was written by a newer control plane, start that" + " one)");
    }

    @Test
    void eachMigrationMarksTheFileWithItsNumber() throws Exception {
        int number = 0;
        for (Path migration : migrations()) {
            assertThat(numberOf(migration)).isGreaterThan(number);
            number = numberOf(migration);
            assertThat(migration).content().endsWith("\nPRAGMA user_version = " + number + ";\n");
        }
        prepare(Schema.CURRENT);
        assertThat(rows("PRAGMA user_version")).containsExactly(Integer.toString(number));
    }

    @Test
    void libraryEndsNoTransaction() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("CREATE TABLE begun (id TEXT) STRICT");
            Connection lent = MigrationTransaction.on(connection, "none").connection();

            lent.commit();
            assertThat(rows("SELECT name FROM sqlite_master")).isEmpty();
            lent.rollback();
            lent.close();

            statement.execute("SELECT id FROM begun");
        }
    }

    @Test
    void libraryIsSilent() throws Exception {
        List<String> said = new ArrayList<>();
        Handler listener = new ConsoleHandler() {
            @Override
            public void publish(LogRecord entry) {
                said.add(entry.getMessage());
            }
        };
        Logger root = Logger.getLogger("");
        root.addHandler(listener);
        try {
            prepare(Schema.CURRENT);
            step(99, "INSERT INTO nowhere (id) VALUES (1);");
            assertThatThrownBy(() -> prepare(99)).isInstanceOf(IOException.class);
        } finally {
            root.removeHandler(listener);
        }

        assertThat(said).isEmpty();
    }
}
