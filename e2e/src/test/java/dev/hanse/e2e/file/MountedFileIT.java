// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.file.FileConfig;
import dev.hanse.discovery.file.FileExportSource;
import dev.hanse.discovery.testing.RecordingListener;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the table of docs/sources.md: an exports file on mounts as people have them is read when it changes, or it is said that it cannot be. */
class MountedFileIT {

    @TempDir
    private Path folder;

    private final RecordingListener listener = new RecordingListener();
    private Path outside;
    private Path inside;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        outside = Files.createDirectory(folder.resolve("out side"));
        inside = Files.createDirectory(folder.resolve("inside"));
        file = inside.resolve("exports.yaml");
    }

    private FileExportSource started(Path read) {
        FileExportSource source =
                new FileExportSource(new FileConfig(read), FirstSeen.inMemory(InstantSource.system()));
        source.start(listener);
        return source;
    }

    private Path write(String name, String address) throws IOException {
        return Files.writeString(
                outside.resolve(name),
                "services:\n  - name: shop/web\n    ports: [{port: 80}]\n    endpoints: [{address: " + address
                        + "}]\n");
    }

    @Test
    void aFileThatIsMountedByItselfIsReadWhenItIsWrittenInPlace() throws IOException {
        Path original = write("exports.yaml", "10.0.0.1");
        Files.createFile(file);
        try (BindMount _ = BindMount.of(original, file);
                FileExportSource _ = started(file)) {
            assertThat(addresses(listener.awaitSet(1))).containsExactly("10.0.0.1");

            write("exports.yaml", "10.0.0.2");

            assertThat(addresses(listener.awaitSet(2))).containsExactly("10.0.0.2");
            assertThat(listener.failures()).isEmpty();
        }
    }

    @Test
    void aFileThatIsMountedByItselfAndReplacedOutsideSaysThatItCannotBeSeen() throws IOException {
        Path original = write("exports.yaml", "10.0.0.1");
        Files.createFile(file);
        try (BindMount _ = BindMount.of(original, file);
                FileExportSource _ = started(file)) {
            listener.awaitSet(1);

            Files.move(write(".next", "10.0.0.2"), original, StandardCopyOption.ATOMIC_MOVE);

            assertThat(listener.awaitFailure(1)).contains(file.toString()).contains("mount its folder");
            assertThat(listener.sets()).hasSize(1);
        }
        try (FileExportSource _ = started(original)) {
            assertThat(addresses(listener.awaitSet(2))).containsExactly("10.0.0.2");
        }
    }

    @Test
    void aFileThatIsMountedByItselfAndMovedAwayOutsideSaysSo() throws IOException {
        Path original = write("exports.yaml", "10.0.0.1");
        Files.createFile(file);
        try (BindMount _ = BindMount.of(original, file);
                FileExportSource _ = started(file)) {
            listener.awaitSet(1);

            Files.move(original, outside.resolve("exports.yaml~"));
            write("exports.yaml", "10.0.0.2");

            assertThat(listener.awaitFailure(1))
                    .contains("is mounted by itself")
                    .contains("moved");
        }
    }

    @Test
    void afterARestartAReplacedFileIsStillKnownToBeOld() throws IOException {
        Path original = write("exports.yaml", "10.0.0.1");
        Files.createFile(file);
        try (BindMount _ = BindMount.of(original, file)) {
            Files.move(write(".next", "10.0.0.2"), original, StandardCopyOption.ATOMIC_MOVE);
            try (FileExportSource _ = started(file)) {
                listener.awaitFailure(1);
            }
        }
    }

    @Test
    void aFileInAMountedFolderIsReadWhenItIsReplacedOutsideAlsoWhereTheMountIsReadOnly() throws IOException {
        Path original = write("exports.yaml", "10.0.0.1");
        try (BindMount _ = BindMount.readOnly(outside, inside);
                FileExportSource _ = started(file)) {
            listener.awaitSet(1);
            assertThatThrownBy(() -> Files.writeString(file, "")).isInstanceOf(FileSystemException.class);

            Files.move(write(".next", "10.0.0.2"), original, StandardCopyOption.ATOMIC_MOVE);

            assertThat(addresses(listener.awaitSet(2))).containsExactly("10.0.0.2");
            assertThat(listener.failures()).isEmpty();
        }
    }

    @Test
    void aMountThatGoesAndComesIsStaleInBetween() throws IOException {
        write("exports.yaml", "10.0.0.1");
        BindMount mount = BindMount.of(outside, inside);
        try (FileExportSource _ = started(file)) {
            listener.awaitSet(1);

            mount.close();
            assertThat(listener.awaitFailure(1)).contains("does not exist");
            write("exports.yaml", "10.0.0.2");
            try (BindMount _ = BindMount.of(outside, inside)) {
                assertThat(addresses(listener.awaitSet(2))).containsExactly("10.0.0.2");
            }
        }
    }

    private static List<String> addresses(ExportSet set) {
        return set.slices().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(endpoint -> endpoint.address().getHostAddress())
                .toList();
    }
}
