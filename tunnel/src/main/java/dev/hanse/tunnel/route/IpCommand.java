// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs iproute2's {@code ip} with an argument vector, never through a shell. Blocks. */
public final class IpCommand implements HostCommand {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final String program;
    private final Duration limit;

    /** With the {@code ip} of the search path. */
    public IpCommand() {
        this("ip", LIMIT);
    }

    /** With another program, which may take so long. */
    IpCommand(String program, Duration limit) {
        this.program = program;
        this.limit = limit;
    }

    @Override
    public String run(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        Process process = start(command);
        try {
            process.getOutputStream().close();
            return result(process, String.join(" ", command));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(String.join(" ", command) + ": interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    /** The output of a program that hangs has no end either. */
    private String result(Process process, String command) throws IOException, InterruptedException {
        FutureTask<String> output =
                new FutureTask<>(() -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        Thread.ofVirtual().name("tunnel-ip-output").start(output);
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            String printed = output.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            if (process.exitValue() != 0) {
                throw new IOException(command + ": " + printed.strip());
            }
            return printed;
        } catch (TimeoutException e) {
            throw new IOException(command + ": no end after " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(command + ": its output cannot be read", e.getCause());
        }
    }

    private static Process start(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException("\"ip\" is missing (expected: the package iproute2 on the search path)", e);
        }
    }
}
