// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Protects that both ways to install hold values to one schema: nothing of it is passed over here. */
final class SchemaTest {

    @ParameterizedTest
    @EnumSource
    void everyKeywordOfAShippedSchemaIsKnown(Part part) {
        Set<String> found = new HashSet<>();
        keywords(new Chart(part.chart()).schema(), found);

        assertThat(found).isNotEmpty().isSubsetOf(Schema.KEYWORDS);
    }

    private static void keywords(JsonNode schema, Set<String> found) {
        schema.propertyNames().forEach(found::add);
        schema.path("properties").forEach(each -> keywords(each, found));
        for (String inner : List.of("items", "additionalProperties")) {
            if (schema.path(inner).isObject()) {
                keywords(schema.path(inner), found);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void defaultsLackOnlyWhatMustBeSaid(Part part) {
        Chart chart = new Chart(part.chart());
        Set<String> must = part == Part.GATEWAY ? Set.of("cluster", "podPrefixes") : Set.of("clusterSet", "advertise");

        assertThat(Schema.wrongs(chart.schema(), chart.defaults()))
                .extracting(each -> each.substring(0, each.indexOf(':')))
                .containsExactlyInAnyOrderElementsOf(must);
    }

    /** One that nobody can say, since it is misspelt in the marks, would be a mark that stays. */
    @ParameterizedTest
    @EnumSource
    void everyMarkIsAValueOfTheChart(Part part) {
        Chart chart = new Chart(part.chart());

        assertThat(chart.printed().settable())
                .isNotEmpty()
                .allSatisfy(
                        path -> assertThat(chart.defaults().at(path)).as(path).isPresent());
    }

    @Test
    void aPatternEndsWhereTheTextDoes() {
        assertThat(Schema.fits("^[a-z]+$", "east")).isTrue();
        assertThat(Schema.fits("^[a-z]+$", "east\n")).isFalse();
        assertThat(Schema.fits("^a\\$", "a$b")).as("a dollar is a dollar").isTrue();
    }

    @Test
    void whatIsTakenAwayIsMissing() {
        Chart chart = new Chart(Part.GATEWAY.chart());
        Values values = chart.defaults()
                .with(Collections.singletonMap("podPrefixes", null))
                .withoutNulls();

        assertThat(Schema.wrongs(chart.schema(), values.with(Map.of("cluster", "east"))))
                .containsExactly("podPrefixes: missing (expected: a value. The cluster's pod addresses; must be set)");
    }
}
