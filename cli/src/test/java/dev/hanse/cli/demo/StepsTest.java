// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.cli.output.CommandFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Protects the demo's report: a line with its time for each step, and step and log for a failure. */
final class StepsTest {

    private final StringWriter printed = new StringWriter();
    private final AtomicInteger failures = new AtomicInteger();
    private final Steps steps = new Steps(new PrintWriter(printed), failures::incrementAndGet);

    @Test
    void printsOneLineWithTheTime() {
        String result = steps.step("page", Path.of("west.log"), () -> "hello\nworld", page -> "page: " + page);
        assertThat(result).isEqualTo("hello\nworld");
        assertThat(printed.toString()).matches(" +\\d+\\.\\d\\d s  page: hello world\n");
    }

    @Test
    void namesTheStepAndTheLogOfAFailure() {
        assertThatThrownBy(() -> steps.step(
                        "page",
                        Path.of("west.log"),
                        () -> {
                            throw new StepFailure("nobody\nanswers");
                        },
                        Object::toString))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.line())
                                .isEqualTo("demo failed at step \"page\": nobody answers; read west.log"));
        assertThat(failures).hasValue(1);
        assertThat(printed.toString()).isEmpty();
    }
}
