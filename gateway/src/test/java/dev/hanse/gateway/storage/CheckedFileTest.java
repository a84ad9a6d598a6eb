// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects that a damaged file is noticed and never served. */
class CheckedFileTest {

    private static final byte[] CONTENT = "what was written".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private Path path;
    private CheckedFile file;

    @BeforeEach
    void open() {
        path = directory.resolve("view.state");
        file = new CheckedFile(path);
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        file.write(CONTENT);

        assertThat(file.read()).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void noFileIsNoContent() throws IOException {
        assertThat(file.read()).isEmpty();
    }

    @Test
    void emptyContentIsAContent() throws IOException {
        file.write(new byte[0]);

        assertThat(file.read()).hasValueSatisfying(read -> assertThat(read).isEmpty());
    }

    @Test
    void noticesEveryTruncation() throws IOException {
        file.write(CONTENT);
        byte[] whole = Files.readAllBytes(path);

        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThatThrownBy(file::read).as("cut at %d", length).isInstanceOf(CorruptFileException.class);
        }
    }

    @Test
    void noticesEveryFlippedBit() throws IOException {
        file.write(CONTENT);
        byte[] whole = Files.readAllBytes(path);

        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(path, flipped);
            assertThatThrownBy(file::read).as("bit %d", bit).isInstanceOf(CorruptFileException.class);
        }
    }

    @Test
    void noticesWhatWasAppended() throws IOException {
        file.write(CONTENT);
        byte[] whole = Files.readAllBytes(path);
        Files.write(path, Arrays.copyOf(whole, whole.length + 1));

        assertThatThrownBy(file::read).isInstanceOf(CorruptFileException.class).hasMessageContaining("view.state");
    }

    @Test
    void setAsideFileIsKeptUnderAnotherName() throws IOException {
        file.write(CONTENT);

        Path aside = file.setAside(Instant.parse("2026-11-23T12:00:00Z"));

        assertThat(aside.getFileName()).hasToString("view.state.corrupt-20261123T120000000Z");
        assertThat(aside).exists();
        assertThat(file.read()).isEmpty();
    }

    @Test
    void failedWriteLeavesTheOldContent() throws IOException {
        file.write(CONTENT);
        Path blocker = Files.createDirectories(directory.resolve("view.state.new/inside"));

        assertThatThrownBy(() -> file.write(new byte[10])).isInstanceOf(IOException.class);

        assertThat(blocker).exists();
        assertThat(file.read()).hasValueSatisfying(read -> assertThat(read).isEqualTo(CONTENT));
    }
}
