// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.gateway.storage.CheckedFile;
import dev.hanse.gateway.testing.FakeSource;
import dev.hanse.gateway.testing.Items;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.proto.v1.ExportDelta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects a source's last exports over a restart, and the gateway from exports that make no sense. */
class SavedExportsTest {

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
    void exportsComeBackEqual() {
        ExportSet set = FakeSource.set("10.10.0.1", "shop/web", "shop/api");
        new SavedExports(file(), clock).save(set);

        assertThat(new SavedExports(file(), clock).load()).contains(set);
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
    void whatIsKeptOfASourceThatIsGoneIsRemoved() throws IOException {
        for (String name :
                new String[] {"exports-file.state", "exports-consul.state", "view.state", "exports-x.yaml"}) {
            Files.writeString(directory.resolve(name), "kept");
        }
        SavedExports.forgetOthers(directory, List.of("file"));
        assertThat(names()).containsExactly("exports-file.state", "exports-x.yaml", "view.state");
    }
}
