// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects {@code bin/hanse} in a folder whose name has blanks: Java gets each path as one word. The Java here only says what it was given. */
class LauncherTest {

    private static final Path LAUNCHER = Path.of("../deploy/launcher/bin/hanse");
    private static final String JAVA = "#!/bin/sh\nprintf '%s\\n' \"$@\"\n";

    /** Says instead how it would take native memory. */
    private static final String MALLOC =
            "#!/bin/sh\necho \"${MALLOC_ARENA_MAX:-default} ${MALLOC_MMAP_THRESHOLD_:-default}\"\n";

    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path folder;

    private Path home = Path.of("");
    private Path java = Path.of("");

    @BeforeEach
    void install() throws IOException {
        home = folder.toRealPath().resolve("hanse of two words");
        java = folder.resolve("java of two words");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Files.createDirectories(java.resolve("bin"));
        Files.copy(LAUNCHER, home.resolve("bin/hanse"));
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        assertThat(Files.writeString(java.resolve("bin/java"), JAVA).toFile().setExecutable(true))
                .isTrue();
        Instant jarTime = Instant.now().minusSeconds(60);
        Files.setLastModifiedTime(Files.createFile(home.resolve("lib/hanse-cli.jar")), FileTime.from(jarTime));
    }

    @ParameterizedTest
    @CsvSource({"gateway, gateway.aot", "control-plane, hanse.aot", "resolve, hanse.aot"})
    void givesTheCacheAsOneWord(String verb, String name) throws Exception {
        Path cache = home.resolve("lib").resolve(name);
        Files.createFile(home.resolve("lib/hanse.aot"));
        Files.createFile(home.resolve("lib/gateway.aot"));
        assertThat(words(verb, "--config", "a b"))
                .contains("-XX:AOTCache=" + cache, "-Xlog:aot=off")
                .containsSubsequence("-Xmx64m", "-jar", home + "/lib/hanse-cli.jar", verb, "--config", "a b")
                .allMatch(word -> word.startsWith("-")
                        || word.startsWith(home + "/")
                        || List.of(verb, "a b").contains(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "help"})
    void givesNoCacheWhereThereIsNone(String verb) throws Exception {
        assertThat(words(verb))
                .endsWith("-jar", home + "/lib/hanse-cli.jar", verb)
                .noneMatch(word -> word.contains("aot"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "help"})
    void givesNoCacheThatCostsMoreThanItSaves(String verb) throws Exception {
        Files.createFile(home.resolve("lib/hanse.aot"));
        Files.createFile(home.resolve("lib/gateway.aot"));
        assertThat(words(verb)).endsWith(verb).noneMatch(word -> word.contains("aot"));
    }

    @ParameterizedTest
    @CsvSource({"gateway, 1 32768", "node, 1 default", "control-plane, default default"})
    void choosesHowNativeMemoryIsTaken(String verb, String chosen) throws Exception {
        Files.writeString(java.resolve("bin/java"), MALLOC);
        assertThat(words(verb)).containsExactly(chosen);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "node", "control-plane"})
    void leavesNativeMemoryAsItWasSet(String verb) throws Exception {
        Files.writeString(java.resolve("bin/java"), MALLOC);
        environment.putAll(Map.of("MALLOC_ARENA_MAX", "4", "MALLOC_MMAP_THRESHOLD_", "65536"));
        assertThat(words(verb)).containsExactly("4 65536");
    }

    private List<String> words(String... arguments) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("sh", home.resolve("bin/hanse").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("HANSE_JAVA_HOME", java.toString());
        builder.environment().put("HANSE_JAVA_OPTIONS", "-Xmx64m -Xms8m");
        builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        List<String> words = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as("%s", words).isZero();
        return words;
    }
}
