// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.demo;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of {@code hanse demo} in a folder of its own, and what it leaves on the machine. */
final class DemoRun {

    private static final Duration LIMIT = Duration.ofSeconds(240);

    private final Path folder;
    private final Path printed;
    private final Process process;

    private DemoRun(Path folder, Path printed, Process process) {
        this.folder = folder;
        this.printed = printed;
        this.process = process;
    }

    /**
     * Starts it; {@code folder} is the demo's {@code --directory}. It hears SIGINT as at a terminal, also where these
     * tests run in the background of a shell, which has its children ignore that signal.
     */
    static DemoRun start(Path folder, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(List.of(Distribution.executable(), "demo", "--directory", folder.toString()));
        command.addAll(List.of(options));
        Path printed = Files.createTempFile(folder.toAbsolutePath().getParent(), "demo", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(printed.toFile());
        builder.environment().putAll(Distribution.environment());
        return new DemoRun(folder, printed, builder.start());
    }

    /** Runs it to its end; returns its exit code. */
    static DemoRun toEnd(Path folder, String... options) throws IOException {
        DemoRun run = start(folder, options);
        run.awaitExit();
        return run;
    }

    int awaitExit() {
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + LIMIT + ": " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until it has printed {@code text}. */
    DemoRun awaitPrinted(String text) {
        Eventually.eventually("the demo prints \"" + text + "\"", LIMIT, () -> {
            if (!output().contains(text)) {
                throw new AssertionError((process.isAlive() ? "running" : "ended") + ": " + output());
            }
        });
        return this;
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    String output() {
        try {
            return Files.readString(printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id that is part of every name that it gives; read while it runs, or is kept. */
    String runId() throws IOException {
        return Files.readAllLines(folder.resolve("state")).stream()
                .filter(line -> line.startsWith("run "))
                .map(line -> line.substring("run ".length()))
                .findFirst()
                .orElseThrow();
    }

    /** Namespaces, resolver files and processes of a run that are still on the machine. */
    static List<String> leftOf(String runId) throws IOException {
        List<String> left = new ArrayList<>();
        for (String parent : List.of("/run/netns", "/etc/netns")) {
            left.addAll(entries(Path.of(parent), runId));
        }
        ProcessHandle.allProcesses()
                .filter(candidate -> isOf(candidate, runId))
                .forEach(candidate -> left.add("process " + candidate.pid()));
        return left;
    }

    private static List<String> entries(Path parent, String runId) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.map(Path::toString).filter(path -> path.contains(runId)).toList();
        }
    }

    private static boolean isOf(ProcessHandle process, String runId) {
        try {
            Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
            return new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1).contains(runId);
        } catch (IOException e) {
            return false;
        }
    }
}
