// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects operators from configuration that is silently misread. */
class YamlMappingTest {

    @Test
    void readsEveryKindOfValue() {
        YamlMapping mapping = parse("""
                name: east
                workers: 2
                verbose: true
                prefixes: [10.1.0.0/16, "10.2.0.0/16"]
                tunnel: {device: hanse0}
                services: [{name: a}, {name: b}]
                """);

        assertThat(mapping.text("name")).isEqualTo("east");
        assertThat(mapping.number("workers", 1, 8)).isEqualTo(2);
        assertThat(mapping.flag("verbose", false)).isTrue();
        assertThat(mapping.values("prefixes", YamlMappingTest::prefix)).hasSize(2);
        assertThat(mapping.requiredMapping("tunnel").text("device")).isEqualTo("hanse0");
        assertThat(mapping.mappings("services"))
                .extracting(each -> each.text("name"))
                .containsExactly("a", "b");
        mapping.rejectUnknown();
    }

    @Test
    void whatIsLeftOutTakesItsDefault() {
        YamlMapping mapping = parse("name: east");

        assertThat(mapping.optionalText("other")).isEmpty();
        assertThat(mapping.optionalValue("other", YamlMappingTest::prefix)).isEmpty();
        assertThat(mapping.number("other", 1, 8, 3)).isEqualTo(3);
        assertThat(mapping.flag("other", true)).isTrue();
        assertThat(mapping.values("other", YamlMappingTest::prefix)).isEmpty();
        assertThat(mapping.mapping("other")).isEmpty();
        assertThat(mapping.mappings("other")).isEmpty();
    }

    @Test
    void unknownKeyNamesPlaceAndWhatWasMeant() {
        YamlMapping mapping = parse("cluster: east\nname: gw-1\ndata-dri: /var/lib/hanse\n");
        mapping.text("cluster");
        mapping.text("name");
        mapping.optionalText("data-dir");

        assertThatThrownBy(mapping::rejectUnknown)
                .isInstanceOf(YamlException.class)
                .hasMessage("unknown key \"data-dri\" in gateway.yaml line 3 column 1 (did you mean \"data-dir\"?)");
    }

    @Test
    void misspeltRequiredKeyIsNotReportedAsMissing() {
        fails("data-dri: /var", mapping -> mapping.text("data-dir"))
                .hasMessage("unknown key \"data-dri\" in gateway.yaml line 1 column 1 (did you mean \"data-dir\"?)");
    }

    @Test
    void unknownKeyUnlikeAnyOtherListsTheKnownOnes() {
        YamlMapping mapping = parse("cluster: east\nfoo: 1\n");
        mapping.text("cluster");
        mapping.optionalText("name");

        assertThatThrownBy(mapping::rejectUnknown)
                .hasMessage("unknown key \"foo\" in gateway.yaml line 2 column 1 (expected: cluster, name)");
    }

    @Test
    void unknownKeysAreFoundInNestedMappings() {
        YamlMapping mapping = parse("tunnel:\n  device: hanse0\n  worker: 2\n");
        YamlMapping tunnel = mapping.requiredMapping("tunnel");
        tunnel.text("device");
        tunnel.number("workers", 1, 8, 1);

        assertThatThrownBy(mapping::rejectUnknown)
                .hasMessage("unknown key \"worker\" in gateway.yaml line 3 column 3 (did you mean \"workers\"?)");
    }

    @Test
    void missingKeyNamesItsMapping() {
        fails("a: {}", mapping -> mapping.requiredMapping("a").text("name"))
                .hasMessage("missing key \"name\" in gateway.yaml line 1 column 4 (expected: name: …)");
    }

    @Test
    void keyWithoutValueIsAnError() {
        fails("services:\n", mapping -> mapping.mappings("services"))
                .hasMessage("services: no value in gateway.yaml line 1 column 10 (expected: a list)");
    }

    @Test
    void duplicateKeyIsAnError() {
        assertThatThrownBy(() -> parse("a: 1\nb: 2\na: 3\n"))
                .hasMessage("duplicate key \"a\" in gateway.yaml line 3 column 1 (first in line 1)");
    }

    @Test
    void parserErrorsCarryTheirPlace() {
        fails(
                        "pod-prefixes:\n  - 10.0.0.0/8\n  - 10.1.2.3/16\n",
                        mapping -> mapping.values("pod-prefixes", YamlMappingTest::prefix))
                .hasMessage("pod-prefixes: prefix: 10.1.2.3/16 has bits set behind its length"
                        + " in gateway.yaml line 3 column 5");
    }

    @Test
    void listItemsKeepTheirPlace() {
        YamlMapping second = parse("a: [{x: 1}, {x: 2}]").mappings("a").getLast();

        assertThat(second.place()).isEqualTo(new Place("gateway.yaml", 1, 13));
        assertThat(second.error("x", "clash", "expected: another"))
                .hasMessage("x: clash in gateway.yaml line 1 column 17 (expected: another)");
    }

    @Test
    void numbersAndFlagsServeAsText() {
        assertThat(parse("name: 7").text("name")).isEqualTo("7");
        assertThat(parse("name: true").text("name")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource({"9, a whole number", "x, a whole number", "1.5, a whole number", "[], a text", "0x3, a whole number"})
    void refusesNumbersOutOfForm(String text, String expected) {
        fails("workers: " + text, mapping -> mapping.number("workers", 1, 8)).hasMessageContaining(expected);
    }

    @Test
    void refusesValuesOfAnotherKind() {
        fails("a: yes", mapping -> mapping.flag("a", false)).hasMessageContaining("a: \"yes\"");
        fails("a: [b]", mapping -> mapping.text("a")).hasMessageContaining("a: a list");
        fails("a: b", mapping -> mapping.mapping("a")).hasMessageContaining("(expected: a mapping)");
        fails("a: {b: c}", mapping -> mapping.mappings("a")).hasMessageContaining("a: a mapping");
        fails("a: !secret b", mapping -> mapping.text("a")).hasMessageContaining("(expected: a text)");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> fails(
            String text, Consumer<YamlMapping> read) {
        return assertThatThrownBy(() -> read.accept(parse(text))).isInstanceOf(YamlException.class);
    }

    private static YamlMapping parse(String text) {
        return YamlDocument.parse("gateway.yaml", text);
    }

    /** Stands for a parser that refuses. */
    private static String prefix(String text) {
        if (text.equals("10.1.2.3/16")) {
            throw new IllegalArgumentException("prefix: " + text + " has bits set behind its length");
        }
        return text;
    }
}
