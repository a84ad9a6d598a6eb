// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Holds the table in {@code docs/conformance.md} to the run: each case has a line and a test, and the line says what came of the test. With
 * {@code -Dhanse.golden=write} it writes the lines.
 */
final class ConformanceTable implements TestWatcher, AfterAllCallback {

    private static final int CASES = 27;
    private static final Path PAGE = Distribution.repository().resolve("docs/conformance.md");

    private final SortedMap<Integer, String> results = new TreeMap<>();

    @Override
    public void testSuccessful(ExtensionContext context) {
        put(context, "passes");
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        put(context, "**fails**");
    }

    private void put(ExtensionContext context, String result) {
        context.getTestMethod()
                .map(method -> method.getAnnotation(Row.class))
                .ifPresent(row -> results.put(row.number(), line(row, result)));
    }

    private static String line(Row row, String result) {
        return "| %d | %s | %s | %s | %s |".formatted(row.number(), row.title(), row.level(), result, row.standsIn());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        SortedMap<Integer, String> expected = new TreeMap<>();
        for (Method method : context.getRequiredTestClass().getMethods()) {
            Optional.ofNullable(method.getAnnotation(Row.class))
                    .ifPresent(row -> assertThat(
                                    expected.put(row.number(), results.getOrDefault(row.number(), line(row, "passes"))))
                            .as("case " + row.number() + " is there twice")
                            .isNull());
        }
        assertThat(expected.keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, CASES).boxed().toList());
        String page = Files.readString(PAGE);
        String lines = String.join("\n", expected.values());
        if ("write".equals(System.getProperty("hanse.golden"))) {
            Files.writeString(PAGE, page.replaceFirst("(?s)\\| 1 \\|.*\\| 27 \\|[^\n]*", lines.replace("$", "\\$")));
        }
        assertThat(Arrays.stream(Files.readString(PAGE).split("\n"))
                        .filter(line -> line.matches("\\| \\d+ \\|.*"))
                        .collect(Collectors.joining("\n")))
                .as(PAGE + "; -Dhanse.golden=write writes it")
                .isEqualTo(lines);
    }
}
