// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects a gateway from its own disk: state that cannot be read or written is shown, and comes back by itself. */
class SavedFileTest {

    private static final byte[] CONTENT = {1, 2, 3};

    @TempDir
    Path directory;

    private Path path;
    private SavedFile file;

    @BeforeEach
    void open() {
        path = directory.resolve("view.state");
        file = new SavedFile(
                new CheckedFile(path), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), "rebuilding from elsewhere");
    }

    private Path full() throws IOException {
        return Files.createDirectories(directory.resolve("view.state.new/in the way"));
    }

    private void room() throws IOException {
        Files.delete(directory.resolve("view.state.new/in the way"));
        Files.delete(directory.resolve("view.state.new"));
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenOnceThereIsRoom() throws IOException {
        full();
        file.write(CONTENT);
        assertThat(file.failure()).contains("view.state cannot be written");
        file.retry();
        assertThat(file.failure()).as("there is no room yet").isNotEmpty();

        room();
        file.retry();
        assertThat(file.failure()).isEmpty();
        assertThat(file.read(content -> content)).contains(CONTENT);
    }

    @Test
    void newerContentTakesThePlaceOfWhatCouldNotBeWritten() throws IOException {
        full();
        file.write(CONTENT);
        room();
        file.write(new byte[] {4});
        file.retry();
        assertThat(file.read(content -> content)).contains(new byte[] {4});
    }

    @Test
    void retryWithoutNeedWritesNothing() {
        file.retry();
        assertThat(path).doesNotExist();
    }

    @Test
    void everyFlippedByteIsSetAsideAndTheNextWriteIsWhole() throws IOException {
        file.write(CONTENT);
        int octets = (int) Files.size(path);
        for (int at = 0; at < octets; at++) {
            file.write(CONTENT);
            byte[] damaged = Files.readAllBytes(path);
            damaged[at] ^= 0x40;
            Files.write(path, damaged);

            assertThat(file.read(content -> content)).as("octet %d", at).isEmpty();
            assertThat(path).doesNotExist();
            Path aside = directory.resolve("view.state.corrupt-19700101T000000000Z");
            assertThat(aside).hasBinaryContent(damaged);
            Files.delete(aside);
        }
    }

    @Test
    void contentThatMeansNothingIsSetAsideToo() throws IOException {
        file.write(CONTENT);
        assertThat(file.read(content -> {
                    throw new IllegalArgumentException("no view");
                }))
                .isEmpty();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).singleElement().asString().contains(".corrupt-");
        }
    }
}
