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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
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
    /** The next migration, which only tests have. */
    private static final int NEXT = Schema.CURRENT.version() + 1;

    private static final String HISTORY = "SELECT mversion FROM db_migration WHERE id > 0 ORDER BY id";

    @TempDir
    private Path directory;

    /** The migrations of the program and what a test adds to them. */
    @TempDir
    private Path ladder;

    private Path file;

    @BeforeEach
    void beginWithTheProgramsOwnMigrations() throws Exception {
        file = directory.resolve("federation.db");
        for (Path migration : migrations()) {
            Files.copy(migration, ladder.resolve(migration.getFileName()));
        }
    }

    private static List<Path> migrations() throws Exception {
        Path folder = Path.of(
                Objects.requireNonNull(Schema.class.getResource("migrations")).toURI());
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted(Comparator.comparingInt(SchemaTest::numberOf)).toList();
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
    void firstMigrationMakesTheTablesOfEarlierPrograms() throws Exception {
        for (Path later : migrations().subList(1, migrations().size())) {
            Files.delete(ladder.resolve(later.getFileName()));
        }
        prepare(1);
        List<String> fresh = rows(OWN_TABLES);
        List<String> mark = rows("PRAGMA user_version");
        assertThat(rows(HISTORY)).containsExactly("1");

        EarlierFile.copyTo(directory);

        assertThat(fresh).isEqualTo(rows(OWN_TABLES));
        assertThat(mark).isEqualTo(rows("PRAGMA user_version"));
    }

    @Test
    void earlierFileGetsTheTablesOfAFreshOne() throws Exception {
        prepare(Schema.CURRENT);
        List<String> fresh = rows(OWN_TABLES);
        List<String> history = rows(HISTORY);
        EarlierFile.copyTo(directory);

        prepare(Schema.CURRENT);

        assertThat(rows(OWN_TABLES)).isEqualTo(fresh);
        assertThat(rows(HISTORY)).isEqualTo(history).isEqualTo(numbers(Schema.CURRENT.version()));
    }

    private static List<String> numbers(int last) {
        return IntStream.rangeClosed(1, last).mapToObj(Integer::toString).toList();
    }

    @Test
    void currentFileIsOpenedWithoutAWrite() throws Exception {
        EarlierFile.copyTo(directory);
        SqliteFederationStore.open(directory).close();
        byte[] before = Files.readAllBytes(file);

        try (SqliteFederationStore store = SqliteFederationStore.open(directory)) {
            store.load();
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void earlierFileGoesOnWithTheNextMigration() throws Exception {
        EarlierFile.copyTo(directory);
        step(NEXT, "ALTER TABLE cluster ADD COLUMN note TEXT NOT NULL DEFAULT 'none';");

        prepare(NEXT);
        prepare(NEXT);

        assertThat(rows("SELECT id || ' ' || note FROM cluster ORDER BY id")).containsExactly("east none", "west none");
        assertThat(rows(HISTORY)).isEqualTo(numbers(NEXT));
        assertThat(rows("PRAGMA user_version")).containsExactly(Integer.toString(NEXT));
    }

    @Test
    void fileOfThisProgramGoesOnWithTheNextMigration() throws Exception {
        prepare(Schema.CURRENT);
        step(NEXT, "CREATE TABLE later (id TEXT PRIMARY KEY) STRICT;");

        prepare(NEXT);

        assertThat(rows("SELECT count(*) FROM later")).containsExactly("0");
        assertThat(rows(HISTORY)).isEqualTo(numbers(NEXT));
    }

    @Test
    void failedMigrationLeavesTheFileAsItWasAndSaysWhatToDo() throws Exception {
        EarlierFile.copyTo(directory);
        byte[] before = Files.readAllBytes(file);
        step(NEXT, "DELETE FROM cluster;\nALTER TABLE cluster ADD COLUMN note TEXT;");
        step(NEXT + 1, "INSERT INTO nowhere (id) VALUES (1);");

        assertThatThrownBy(() -> prepare(NEXT + 1))
                .isInstanceOf(IOException.class)
                .hasMessage("store: version 1 could not be brought to version " + (NEXT + 1)
                        + ": [SQLITE_ERROR] SQL error or missing"
                        + " database (no such table: nowhere) (the file is as it was: check the disk and start again,"
                        + " or start the control plane that ran before)");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        SqliteFederationStore.open(directory).close();
    }

    @Test
    void editedMigrationIsNotMistakenForTheOneThatRan() throws Exception {
        prepare(Schema.CURRENT);
        Files.writeString(ladder.resolve("V1__tables.sql"), "CREATE TABLE other (id TEXT) STRICT;\n");
        step(NEXT, "");

        assertThatThrownBy(() -> prepare(NEXT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version " + Schema.CURRENT.version() + " could not be brought to version " + NEXT
                        + ": Checksum mismatch");
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

        assertThat(rows("PRAGMA user_version")).isEqualTo(List.of(Integer.toString(Schema.CURRENT.version())));
    }

    @Test
    void newerFileIsRefused() throws Exception {
        step(NEXT, "");
        prepare(NEXT);

        assertThatThrownBy(() -> SqliteFederationStore.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessage("store: version " + NEXT + " (expected: at most " + Schema.CURRENT.version()
                        + "; it was written by a newer control plane, start that one)");
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
            step(NEXT, "INSERT INTO nowhere (id) VALUES (1);");
            assertThatThrownBy(() -> prepare(NEXT)).isInstanceOf(IOException.class);
        } finally {
            root.removeHandler(listener);
        }

        assertThat(said).isEmpty();
    }
}
