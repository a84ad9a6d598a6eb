// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table in {@code docs/conformance.md}: a line for each case, and in it a column for each place where the cases run. With {@code -Dhanse.golden=write} a run writes its own
 * column and leaves the other as it is.
 */
final class ConformancePage {
    private static final Path PAGE = Distribution.repository().resolve("docs/conformance.md");
    private static final Pattern LINE =
            Pattern.compile("^\\| (\\d+) \\| .* \\| (\\S+) \\| (\\S+) \\| .* \\|$", Pattern.MULTILINE);

    private ConformancePage() {}

    /** Fails unless the page's lines are those of all cases, in their order, with what came of them in one place. */
    static void check(ConformanceRun.Place place, SortedMap<Row, String> results) throws IOException {
        String page = Files.readString(PAGE);
        List<String> lines = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Matcher found = LINE.matcher(page);
        results.forEach((row, result) -> {
            assertThat(found.find()).as("a line of " + row + " in " + PAGE).isTrue();
            lines.add(found.group());
            expected.add(
                    place == ConformanceRun.Place.WITH_PODS
                            ? line(row, found.group(2), result)
                            : line(row, result, found.group(3)));
        });
        if ("write".equals(System.getProperty("hanse.golden"))) {
            Files.writeString(PAGE, page.replace(String.join("\n", lines), String.join("\n", expected)));
        } else {
            assertThat(lines).as(PAGE + "; -Dhanse.golden=write writes it").isEqualTo(expected);
        }
    }

    private static String line(Row row, String withoutNodes, String withPods) {
        return "| %d | %s | %s | %s | %s | %s |"
                .formatted(row.number(), row.title(), row.level(), withoutNodes, withPods, row.standsIn());
    }
}
