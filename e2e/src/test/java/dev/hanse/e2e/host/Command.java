// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A short command that is run to its end. */
final class Command {
    private static final Duration DEFAULT_LIMIT = Eventually.LIMIT;

    private Command() {}

    /** Runs the command and returns how it ended, whatever its exit code. */
    static CommandResult run(List<String> command, Duration limit) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return await(command, process, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + String.join(" ", command), e);
        }
    }

    /** Runs the command and returns what it printed; fails the test where it exits other than 0. */
    static String check(String... command) {
        return run(List.of(command), DEFAULT_LIMIT).orFail().output();
    }

    /** Runs {@code ip} in a namespace; as {@link #check}. */
    static String ip(String namespace, String... words) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
        command.addAll(List.of(words));
        return check(command.toArray(String[]::new));
    }

    private static CommandResult await(List<String> command, Process process, Duration limit) {
        // Read apart, so that a command that never ends cannot hold the reader past the limit.
        CompletableFuture<String> output =
                CompletableFuture.supplyAsync(() -> readAll(process), Thread::startVirtualThread);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "still running after " + limit.toSeconds() + " s: " + String.join(" ", command));
            }
            return new CommandResult(command, process.exitValue(), output.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + String.join(" ", command), e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String readAll(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
