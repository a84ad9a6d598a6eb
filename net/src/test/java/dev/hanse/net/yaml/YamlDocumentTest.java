// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the process from documents that are broken or meant to harm. */
class YamlDocumentTest {

    @TempDir
    private Path folder;

    @Test
    void readsAFileUnderItsName() throws IOException {
        Path file = Files.writeString(folder.resolve("exports.yaml"), "a: b\n");

        assertThat(YamlDocument.read(file).place()).hasToString("exports.yaml line 1 column 1");
    }

    @Test
    void missingFileIsAnInputError() {
        assertThatThrownBy(() -> YamlDocument.read(folder.resolve("none.yaml")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "---\n", "[a, b]", "text"})
    void refusesDocumentsThatAreNoMapping(String text) {
        assertThatThrownBy(() -> YamlDocument.parse("a.yaml", text))
                .hasMessage("no mapping in a.yaml line 1 column 1 (expected: key: value)");
    }

    @Test
    void syntaxErrorNamesItsPlace() {
        assertThatThrownBy(() -> YamlDocument.parse("a.yaml", "a: b\nc: [d\n"))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("a.yaml line 3 column 1")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
    }

    @Test
    void refusesSeveralDocuments() {
        assertThatThrownBy(() -> YamlDocument.parse("a.yaml", "a: b\n---\nc: d\n"))
                .isInstanceOf(YamlException.class);
    }

    @Test
    void refusesDeepNestingWithoutExhaustingTheStack() {
        assertThatThrownBy(() -> YamlDocument.parse("a.yaml", "a: " + "[".repeat(100_000)))
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void refusesManyAliases() {
        String bomb = "a: &a [x]\nb: [" + "*a, ".repeat(100) + "]\n";

        assertThatThrownBy(() -> YamlDocument.parse("a.yaml", bomb)).isInstanceOf(YamlException.class);
    }

    @Test
    void refusesContentThatIsNotUtf8() throws IOException {
        Path file = Files.write(folder.resolve("a.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});

        assertThatThrownBy(() -> YamlDocument.read(file)).hasMessage("not UTF-8 in a.yaml");
    }

    @Test
    void refusesLongFiles() throws IOException {
        Path file = folder.resolve("a.yaml");
        Files.write(file, new byte[YamlDocument.MAX_BYTES + 1]);

        assertThatThrownBy(() -> YamlDocument.read(file)).hasMessageContaining("too long in a.yaml");
    }
}
