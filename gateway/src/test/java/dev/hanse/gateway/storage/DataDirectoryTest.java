// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects a data directory from two processes at once. */
class DataDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void isMadeForTheOwnerAlone() throws IOException {
        Path path = directory.resolve("a/data");
        try (DataDirectory data = DataDirectory.open(path)) {
            assertThat(data.resolve("file").getParent()).isEqualTo(path);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void isHeldByOneAtATime() throws IOException {
        Path path = directory.resolve("data");
        try (DataDirectory first = DataDirectory.open(path)) {
            assertThat(first).hasToString(path.toString());
            assertThatThrownBy(() -> DataDirectory.open(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another gateway process");
        }
        DataDirectory.open(path).close();
    }

    @Test
    void saysWhatIsExpectedWhereItCannotBeMade() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("data-dir: ")
                .hasMessageContaining("expected: a directory");
    }
}
