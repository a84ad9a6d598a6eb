// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what lasts: every kind of state, over any number of restarts, also when the file cannot be written. */
class SqliteFederationStoreTest extends FederationStoreContract {

    @TempDir
    private Path directory;

    @Override
    FederationStore open() {
        try {
            return SqliteFederationStore.open(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StateChange audit(String action) {
        return new StateChange.Audit(new AuditEntry(NOW, "me", action, "s", AuditEntry.GRANTED, ""));
    }

    private void execute(String statement) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("federation.db"));
                Statement sql = other.createStatement()) {
            sql.execute(statement);
        }
    }

    /** A directory in the place of the lock fails as a read-only disk does, which a test without rights cannot have. */
    @Test
    void startFromADiskThatCannotBeWrittenSaysWhatToDo() throws Exception {
        Files.createDirectory(directory.resolve("lock"));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SqliteFederationStore.open(directory))
                .withMessageStartingWith("data-dir " + directory
                        + ": cannot be written: Is a directory (expected: a disk" + " that can be.")
                .withMessageContaining("copy the directory to another disk");
    }

    @Test
    void secondProcessIsRefused() {
        FederationStore first = open();

        assertThatThrownBy(() -> SqliteFederationStore.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");

        first.close();
        open().close();
    }

    @Test
    void newerFileIsRefused() throws Exception {
        open().close();
        execute("PRAGMA user_version = 99");

        assertThatThrownBy(() -> SqliteFederationStore.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("99");
    }

    @Test
    void damagedFileIsRefused() throws Exception {
        Files.write(
                directory.resolve("federation.db"),
                "this is no database, and never was one".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThatThrownBy(() -> SqliteFederationStore.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("backup");
    }

    @Test
    void flippedByteIsRefusedWithALineOrDoesNoHarm() throws Exception {
        byte[] sound = filled();
        Path file = directory.resolve("federation.db");
        int refused = 0;
        for (int at = 0; at < sound.length; at += 211) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 0x11;
            Files.write(file, damaged);
            try (FederationStore store = SqliteFederationStore.open(directory)) {
                store.load();
            } catch (IOException | StoreUnavailableException e) {
                refused++;
                assertThat(e.getMessage())
                        .as("octet %d", at)
                        .startsWith("store")
                        .doesNotContain("\n");
            }
        }
        assertThat(refused).isPositive();
        Files.write(file, sound);
        SqliteFederationStore.open(directory).close();
    }

    @Test
    void damagedPageIsNoticedAtTheStartAlsoWhereNothingIsReadOfIt() throws Exception {
        byte[] octets = filled();
        // The last page is one of the audit's table.
        java.util.Arrays.fill(octets, octets.length - 4096, octets.length - 4000, (byte) 0x5a);
        Files.write(directory.resolve("federation.db"), octets);

        assertThatThrownBy(() -> SqliteFederationStore.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("federation.db: ")
                .hasMessageContaining("restore the file from a backup");
    }

    private byte[] filled() throws IOException {
        try (FederationStore store = open()) {
            for (int i = 0; i < 200; i++) {
                store.commit(List.of(audit("action-" + i)));
            }
        }
        return Files.readAllBytes(directory.resolve("federation.db"));
    }

    @Test
    void failedListChangesNothingAndTheNextMaySucceed() throws Exception {
        try (FederationStore store = open()) {
            store.commit(List.of(audit("before")));
            // A full disk, as far as SQLite can tell: the second half of the list is refused.
            execute("CREATE TRIGGER full BEFORE INSERT ON token BEGIN SELECT RAISE(ABORT, 'disk is full'); END");

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> store.commit(List.of(
                            audit("lost"),
                            new StateChange.PutToken(new dev.hanse.controlplane.model.TokenRecord(
                                    "t",
                                    "aa",
                                    new dev.hanse.discovery.model.ClusterId("east"),
                                    new dev.hanse.controlplane.model.TokenPurpose.NewCluster(),
                                    dev.hanse.controlplane.model.AllowedPrefixes.ANY,
                                    NOW,
                                    java.util.Optional.empty())))))
                    .withMessageContaining("disk is full");

            store.commit(List.of(audit("after")));
            assertThat(store.audit(10)).extracting(AuditEntry::action).containsExactly("after", "before");
        }
    }
}
