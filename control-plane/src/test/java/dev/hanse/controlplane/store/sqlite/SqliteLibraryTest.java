// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLibraryTest {

    /** The driver reads it at each load. */
    private static final String FOLDER = "org.sqlite.lib.path";

    private String before = "";

    @BeforeEach
    void remember() {
        before = System.getProperty(FOLDER, "");
    }

    @AfterEach
    void restore() {
        if (before.isEmpty()) {
            System.clearProperty(FOLDER);
        } else {
            System.setProperty(FOLDER, before);
        }
    }

    @Test
    void libraryThatCannotBeLoadedIsNamedWithWhatToDoAndTheStoreIsNotBlamed(@TempDir Path folder) throws IOException {
        Path library = Files.writeString(folder.resolve(System.mapLibraryName("sqlitejdbc")), "no library");
        System.setProperty(FOLDER, folder.toString());

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(SqliteLibrary::load)
                .withMessageStartingWith("SQLite's native library cannot be loaded from " + library + ": ")
                .withMessageEndingWith(
                        "(expected: the distribution's lib/native for this machine, on a file system that is"
                                + " not mounted noexec; the store was not touched)");
    }
}
