// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that ends by itself: run to its end, with a limit. */
final class ShortCommand {

    /** How it ended and what it printed, errors included. */
    record Result(int status, String output) {

        boolean succeeded() {
            return status == 0;
        }
    }

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Map<String, String> environment;

    /**
     * @param environment added to that of this process
     */
    ShortCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Runs the command with {@code input} on its standard input, whatever its exit status. */
    Result run(String input, List<String> words) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            var output = CompletableFuture.supplyAsync(() -> readAll(process), Thread::startVirtualThread);
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            return awaited(process, words, output);
        } catch (IOException e) {
            throw new StepFailure("cannot run " + words.getFirst() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Runs the command and returns what it printed.
     *
     * @throws StepFailure if it exits other than 0
     */
    String check(String input, List<String> words) {
        Result result = run(input, words);
        if (!result.succeeded()) {
            throw new StepFailure("\"" + String.join(" ", words) + "\" said: "
                    + result.output().strip());
        }
        return result.output();
    }

    private static Result awaited(Process process, List<String> words, CompletableFuture<String> output) {
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new StepFailure(
                        "\"" + String.join(" ", words) + "\" still ran after " + LIMIT.toSeconds() + " s");
            }
            return new Result(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new StepFailure("interrupted", e);
        }
    }

    private static String readAll(Process process) {
        try (var in = process.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
