// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.cli.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the search for the demo's tools: what set-up unpacked comes before the PATH, and what is missing is named. */
final class ToolsTest {

    @TempDir
    private Path folder;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void fill() throws IOException {
        environment = Map.of(
                "HANSE_HOME", folder.resolve("home").toString(),
                "HANSE_TOOLS", folder.resolve("tools").toString(),
                "PATH", folder.resolve("path").toString());
        program("home/bin/hanse");
        program("path/ip");
        program("path/setsid");
        program("path/dig");
        program("path/curl");
    }

    @Test
    void prefersWhatSetUpHasUnpacked() throws IOException {
        program("path/consul");
        program("tools/bin/consul");
        assertThat(Tools.find(environment).consul())
                .isEqualTo(folder.resolve("tools/bin/consul").toString());
    }

    @Test
    void namesTheMissingToolAndTheWayToGetIt() {
        assertThatThrownBy(() -> Tools.find(environment))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.line()).contains("consul", "deploy/setup demo"));
    }

    @Test
    void needsToKnowItsOwnLauncher() throws IOException {
        program("path/consul");
        Files.delete(folder.resolve("home/bin/hanse"));
        assertThatThrownBy(() -> Tools.find(environment)).hasMessageContaining("further processes of hanse");
    }

    private void program(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
}
