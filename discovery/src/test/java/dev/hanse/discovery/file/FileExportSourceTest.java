// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.testing.RecordingListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the ways in which files change in the field. */
class FileExportSourceTest {

    private static final Instant NOW = Instant.parse("2026-11-23T16:00:00Z");

    @TempDir
    private Path folder;

    private final RecordingListener listener = new RecordingListener();
    private Path file;
    private FileExportSource source;

    @BeforeEach
    void prepare() {
        file = folder.resolve("exports.yaml");
        source = new FileExportSource(new FileConfig(file), FirstSeen.inMemory(InstantSource.fixed(NOW)));
    }

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    void missingFileIsStaleUntilItAppears() throws IOException {
        source.start(listener);

        assertThat(listener.awaitFailure(1)).contains(file.toString()).contains("does not exist");

        Files.writeString(file, web("10.0.0.1"));
        assertThat(addresses(listener.awaitSet(1))).containsExactly("10.0.0.1");
    }

    @Test
    void missingFolderIsStaleUntilItAppears() throws IOException {
        Path later = folder.resolve("later");
        try (FileExportSource early = new FileExportSource(
                new FileConfig(later.resolve("exports.yaml")), FirstSeen.inMemory(InstantSource.fixed(NOW)))) {
            early.start(listener);
            listener.awaitFailure(1);

            Files.createDirectory(later);
            Files.writeString(later.resolve("exports.yaml"), web("10.0.0.1"));
            listener.awaitSet(1);
        }
    }

    @Test
    void noticesReplacementByRename() throws IOException {
        started(web("10.0.0.1"));

        Path next = Files.writeString(folder.resolve(".next"), web("10.0.0.2"));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);

        assertThat(addresses(listener.awaitSet(2))).containsExactly("10.0.0.2");
    }

    @Test
    void noticesWritesInPlace() throws IOException {
        started(web("10.0.0.1"));

        Files.writeString(file, web("10.0.0.2"));

        assertThat(addresses(listener.awaitSet(2))).containsExactly("10.0.0.2");
    }

    @Test
    void noticesWritesThatLeaveSizeAndTimeAsTheyWere(@TempDir Path elsewhere) throws IOException {
        Path real = Files.writeString(elsewhere.resolve("real.yaml"), web("10.0.0.1"));
        FileTime time = Files.getLastModifiedTime(real);
        Files.createSymbolicLink(file, real);
        source.start(listener);
        listener.awaitSet(1);

        Files.writeString(real, web("10.0.0.2"));
        Files.setLastModifiedTime(real, time);

        assertThat(addresses(listener.awaitSet(2))).containsExactly("10.0.0.2");
    }

    @Test
    void fileThatIsMovedAwayIsStaleUntilItComesBack() throws IOException {
        started(web("10.0.0.1"));

        Path away = Files.move(file, folder.resolve("exports.yaml.old"));
        assertThat(listener.awaitFailure(1)).contains("does not exist");
        Files.writeString(away, web("10.0.0.2"));
        Files.move(away, file);

        assertThat(addresses(listener.awaitSet(2))).containsExactly("10.0.0.2");
    }

    @Test
    void aByteOrderMarkIsNoContent() throws IOException {
        started("\ufeff" + web("10.0.0.1"));

        assertThat(addresses(listener.sets().getFirst())).containsExactly("10.0.0.1");
        assertThat(listener.failures()).isEmpty();
    }

    @Test
    void anotherEncodingIsNamed() throws IOException {
        Files.writeString(file, "\ufeff" + web("10.0.0.1"), StandardCharsets.UTF_16LE);
        source.start(listener);

        assertThat(listener.awaitFailure(1))
                .contains("is invalid")
                .contains("not UTF-8")
                .contains("UTF-16");
    }

    @Test
    void noticesSwappedLinksOfAConfigMap() throws IOException {
        Path first = Files.createDirectory(folder.resolve("..2026_1"));
        Path second = Files.createDirectory(folder.resolve("..2026_2"));
        Files.writeString(first.resolve("exports.yaml"), web("10.0.0.1"));
        Files.writeString(second.resolve("exports.yaml"), web("10.0.0.2"));
        Path data = Files.createSymbolicLink(folder.resolve("..data"), first.getFileName());
        Files.createSymbolicLink(file, Path.of("..data", "exports.yaml"));
        source.start(listener);
        assertThat(addresses(listener.awaitSet(1))).containsExactly("10.0.0.1");

        Path swap = Files.createSymbolicLink(folder.resolve("..data_tmp"), second.getFileName());
        Files.move(swap, data, StandardCopyOption.ATOMIC_MOVE);

        assertThat(addresses(listener.awaitSet(2))).containsExactly("10.0.0.2");
    }

    @Test
    void noticesWritesBehindALinkIntoAnotherFolder(@TempDir Path elsewhere) throws IOException {
        Path real = Files.writeString(elsewhere.resolve("real.yaml"), web("10.0.0.1"));
        Files.createSymbolicLink(file, real);
        source.start(listener);
        listener.awaitSet(1);

        Files.writeString(real, web("10.0.0.2") + "# longer\n");

        assertThat(addresses(listener.awaitSet(2))).containsExactly("10.0.0.2");
    }

    @Test
    void removedFileIsStaleAndNotEmpty() throws IOException {
        started(web("10.0.0.1"));

        Files.delete(file);

        assertThat(listener.awaitFailure(1)).contains("does not exist");
        assertThat(listener.sets()).hasSize(1);
    }

    @Test
    void invalidContentNamesFileAndLineAndEachNewMistakeIsReported() throws IOException {
        started(web("10.0.0.1"));

        Files.writeString(file, web("10.0.0.1").replace("address", "adress"));
        assertThat(listener.awaitFailure(1))
                .contains(file.toString())
                .contains("unknown key \"adress\" in exports.yaml line 4")
                .contains("did you mean \"address\"?");

        Files.writeString(file, web("10.0.0"));
        assertThat(listener.awaitFailure(2)).contains("address: \"10.0.0\"");
        assertThat(listener.sets()).hasSize(1);
    }

    @Test
    void contentThatMeansTheSameIsNotReportedAgain() throws IOException {
        started(web("10.0.0.1"));

        Files.writeString(file, "# a comment\n" + web("10.0.0.1"));
        Files.writeString(
                file, web("10.0.0.1").replace("[{address: 10.0.0.1}]", "[{address: 10.0.0.1, ready: false}]"));
        listener.awaitExports(
                set -> !set.slices().getFirst().endpoints().getFirst().ready());

        assertThat(listener.sets()).hasSize(2);
    }

    @Test
    void creationTimeIsThatOfTheFileElseFirstSeen() throws IOException {
        String dated = web("10.0.0.1").replace("    ports:", "    created-at: 2025-01-01T00:00:00Z\n    ports:");
        started(dated + web("10.0.0.2").replace("services:\n", "").replace("shop/web", "shop/api"));

        assertThat(listener.sets().getFirst().exports())
                .extracting(ServiceExport::createdAt)
                .containsExactly(Instant.parse("2025-01-01T00:00:00Z"), NOW);
    }

    private void started(String content) throws IOException {
        Files.writeString(file, content);
        source.start(listener);
        listener.awaitSet(1);
    }

    private static String web(String address) {
        return "services:\n  - name: shop/web\n    ports: [{name: http, port: 80}]\n    endpoints: [{address: "
                + address + "}]\n";
    }

    private static List<String> addresses(ExportSet set) {
        return set.slices().stream()
                .map(EndpointSlice::endpoints)
                .flatMap(List::stream)
                .map(endpoint -> endpoint.address().getHostAddress())
                .toList();
    }
}
