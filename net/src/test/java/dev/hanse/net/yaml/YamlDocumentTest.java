// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Test
    void putsVariablesWhereValuesNameThem() throws IOException {
        Path file = Files.writeString(
                folder.resolve("a.yaml"),
                "name: ${NODE}\nkey-${NODE}: 'x'\nin: {list: [\"${NODE}:1\", b], port: \"${PORT}\"}\nsame: &s [\"${NODE}\"]\nagain: *s\n");
        YamlMapping read = YamlDocument.read(file, Map.of("NODE", "$1 ${PORT}", "PORT", "7"));

        assertThat(read.text("name")).isEqualTo("$1 ${PORT}");
        assertThat(read.has("key-${NODE}")).as("keys stay").isTrue();
        YamlMapping inner = read.requiredMapping("in");
        assertThat(inner.values("list", text -> text)).containsExactly("$1 ${PORT}:1", "b");
        assertThat(inner.number("port", 1, 9)).isEqualTo(7);
        assertThat(read.values("again", text -> text)).as("put in once").containsExactly("$1 ${PORT}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${NONE}  | the environment has no value for ${NONE} in a.yaml line 2 column 4 (set it, or write the value)
            x-${EMPTY} | the environment has no value for ${EMPTY} in a.yaml line 2 column 4 (set it, or write the value)
            ${a-b} | "${a-b}" names no variable in a.yaml line 2 column 4 (expected: as ${NODE_NAME})
            ${NODE | "${NODE" names no variable in a.yaml line 2 column 4 (expected: as ${NODE_NAME})
            """)
    void refusesVariablesThatAreNotThere(String value, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "a: b\nc: " + value + "\n");

        assertThatThrownBy(() -> YamlDocument.read(file, Map.of("NODE", "n", "EMPTY", "")))
                .hasMessage(message);
    }

    @Test
    void putsDashesForDots() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "a: ${NODE//./-}-${NODE}\n");

        assertThat(YamlDocument.read(file, Map.of("NODE", "ip-10.example.org")).text("a"))
                .isEqualTo("ip-10-example-org-ip-10.example.org");
    }

    @Test
    void whereNobodyGivesVariablesTextStays() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "a: '${HOME}'\n");

        assertThat(YamlDocument.read(file).text("a")).isEqualTo("${HOME}");
    }
}
