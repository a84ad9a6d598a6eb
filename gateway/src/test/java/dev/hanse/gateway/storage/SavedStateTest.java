// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.gateway.exports.SavedExports;
import dev.hanse.gateway.testing.FakeSource;
import dev.hanse.gateway.testing.Items;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.gateway.views.SavedView;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewItem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what survives a restart, and the gateway from state that cannot be read or written. */
class SavedStateTest {

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
        new SavedView(file(), clock).save(POSITION, items);

        assertThat(new SavedView(file(), clock).load()).hasValueSatisfying(delta -> {
            assertThat(delta.getPosition()).isEqualTo(POSITION);
            assertThat(delta.getSnapshotBegin()).isTrue();
            assertThat(delta.getUpsertsList()).isEqualTo(items);
        });
    }

    @Test
    void exportsComeBackEqual() {
        ExportSet set = FakeSource.set("10.10.0.1", "shop/web", "shop/api");
        new SavedExports(file(), clock).save(set);

        assertThat(new SavedExports(file(), clock).load()).contains(set);
    }

    @Test
    void soundFileWithForeignContentIsSetAside() throws IOException {
        new CheckedFile(file()).write("neither protobuf nor anything".getBytes(StandardCharsets.UTF_8));

        assertThat(new SavedView(file(), clock).load()).isEmpty();
        assertThat(names()).singleElement().asString().startsWith("view.state.corrupt-");
    }

    @Test
    void invalidExportsAreSetAside() throws IOException {
        new CheckedFile(file())
                .write(ExportDelta.newBuilder()
                        .addUpserts(Items.export("NOT A LABEL", 80))
                        .build()
                        .toByteArray());

        assertThat(new SavedExports(file(), clock).load()).isEmpty();
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

    @Test
    void manyChangesBecomeOneWriteOfTheNewest() {
        ManualLoop loop = new ManualLoop(clock);
        List<Integer> written = new ArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(loop, Runnable::run, Duration.ofMillis(300));
        for (int i = 0; i < 10; i++) {
            int value = i;
            writes.change(() -> () -> written.add(value));
        }
        loop.advance(Duration.ofMillis(299));
        assertThat(written).isEmpty();

        loop.advance(Duration.ofMillis(1));
        assertThat(written).containsExactly(9);
    }

    @Test
    void changeDuringAWriteIsWrittenAfterIt() {
        ManualLoop loop = new ManualLoop(clock);
        List<Integer> written = new ArrayList<>();
        List<Runnable> elsewhere = new ArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(loop, elsewhere::add, Duration.ofMillis(300));
        writes.change(() -> () -> written.add(1));
        loop.advance(Duration.ofMillis(300));
        writes.change(() -> () -> written.add(2));
        loop.advance(Duration.ofSeconds(5));
        assertThat(elsewhere).as("one write at a time").hasSize(1);

        elsewhere.removeFirst().run();
        loop.advance(Duration.ofMillis(300));
        elsewhere.removeFirst().run();
        assertThat(written).containsExactly(1, 2);
    }

    @Test
    void flushWritesWhatWaits() {
        List<Integer> written = new ArrayList<>();
        DebouncedWrite writes = new DebouncedWrite(new ManualLoop(clock), Runnable::run, Duration.ofMillis(300));
        writes.change(() -> () -> written.add(1));

        writes.flush();
        writes.flush();

        assertThat(written).containsExactly(1);
    }
}
