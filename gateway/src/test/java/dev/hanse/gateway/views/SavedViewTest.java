// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.storage.CheckedFile;
import dev.hanse.gateway.testing.Items;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the view over a restart, and the gateway from a view that cannot be read or written. */
class SavedViewTest {

    private static final Position POSITION =
            Position.newBuilder().setEpoch("e").setVersion(4).build();

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();

    private Path file() {
        return directory.resolve("view.state");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void viewComesBackAsASnapshotAtItsPosition() {
        List<ViewItem> items = List.of(Items.serviceImport("web", "west"), Items.peer("west", "gw-1", "10.20.0.0/16"));
        new SavedView(file(), clock).save(POSITION, Items.octets(items));

        assertThat(new SavedView(file(), clock).load()).hasValueSatisfying(delta -> {
            assertThat(delta.getPosition()).isEqualTo(POSITION);
            assertThat(delta.getSnapshotBegin()).isTrue();
            assertThat(delta.getUpsertsList()).isEqualTo(items);
        });
    }

    @Test
    void soundFileWithForeignContentIsSetAside() throws IOException {
        new CheckedFile(file()).write("neither protobuf nor anything".getBytes(StandardCharsets.UTF_8));

        assertThat(new SavedView(file(), clock).load()).isEmpty();
        assertThat(names()).singleElement().asString().startsWith("view.state.corrupt-");
    }

    @Test
    void fileThatCannotBeWrittenIsShownUntilItCan() throws IOException {
        SavedView saved = new SavedView(file(), clock);
        Path blocker = Files.createDirectories(directory.resolve("view.state.new/full"));
        saved.save(POSITION, List.of());
        assertThat(saved.failure()).contains("cannot be written");

        Files.delete(blocker);
        saved.save(POSITION, List.of());
        assertThat(saved.failure()).isEmpty();
        assertThat(saved.load()).isPresent();
    }
}
