// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A long-running process on a test host; its standard output and error go to one log file. Ends with its lab. */
public final class TestProcess implements AutoCloseable {
    private static final Duration STOP_LIMIT = Eventually.LIMIT;
    private static final int TAIL_CHARS = 4000;

    private final String name;
    private final Process process;
    private final Path log;
    private final int printedBefore;

    private TestProcess(String name, Process process, Path log, int printedBefore) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.printedBefore = printedBefore;
    }

    static TestProcess start(String name, List<String> command, Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            int printedBefore = Files.exists(log) ? Math.toIntExact(Files.size(log)) : 0;
            return new TestProcess(name, builder.start(), log, printedBefore);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + String.join(" ", command), e);
        }
    }

    /** The id of the process itself: {@code ip netns exec} replaces itself by the command. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** How long it has had a processor so far, all of its threads together. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** What it takes now. */
    public ProcessMemory memory() throws IOException {
        return ProcessMemory.of(pid());
    }

    /** Resident memory, in KiB. */
    public long residentKib() throws IOException {
        return memory().resident() >> 10;
    }

    /** The file with everything that it printed, over all its starts under the same name. */
    public Path log() {
        return log;
    }

    /** What it printed so far, without what earlier starts under the same name did. */
    public String logText() {
        try {
            byte[] all = Files.readAllBytes(log);
            return new String(all, printedBefore, all.length - printedBefore, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    /** Waits until it has printed {@code text}; fails at once where it ends before. */
    public TestProcess awaitLog(String text, Duration limit) {
        Eventually.eventually(name + " prints \"" + text + "\"", limit, () -> {
            if (!logText().contains(text)) {
                throw new AssertionError(
                        (isAlive() ? "running" : "ended with " + process.exitValue()) + "; last: " + tail());
            }
        });
        return this;
    }

    /** Waits until it ends by itself and returns its exit code, 128 + n after signal n. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " still runs after " + limit.toMillis() + " ms; last: " + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + name, e);
        }
    }

    /** Sends a signal by its name without SIG, for example {@code TERM}, {@code STOP} or {@code CONT}. */
    public void signal(String signal) {
        Command.check("kill", "-" + signal, Long.toString(pid()));
    }

    /** Sets how much of the machine's processors its threads take where others want them, too: -20 to 19, the least. Threads that it starts later have what the one has that starts them. */
    public void renice(int niceness) {
        Command.check("sh", "-c", "renice -n " + niceness + " -p $(ls /proc/" + pid() + "/task)");
    }

    /** Ends it at once with SIGKILL, as a crash would, and waits until it is gone. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitExit(STOP_LIMIT);
    }

    /** Asks it to end with SIGTERM and returns its exit code; fails where it does not end within the limit. */
    public int stop(Duration limit) {
        process.destroy();
        return awaitExit(limit);
    }

    /** Ends it: politely first, then by force. Does nothing when it has ended. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ", log " + log + ")";
    }

    private String tail() {
        String text = logText();
        return text.substring(Math.max(0, text.length() - TAIL_CHARS));
    }
}
