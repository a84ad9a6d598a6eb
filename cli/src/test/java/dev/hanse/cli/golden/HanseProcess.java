// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A role as a process of its own, as an operator runs it, and its log. */
final class HanseProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    /** Level, logger and message; what Java itself has to say is no line of ours. */
    private static final Pattern LINE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (INFO |WARN |ERROR) (\\S+) (.*)");

    /** Most loggers are called as their class, which is nobody's to rely on. */
    private static final Pattern CLASS = Pattern.compile("^(INFO |WARN |ERROR) [A-Z]\\w*:");

    /** Vert.x tells of a thread that the machine gave no processor for two seconds: of the machine, not of us. */
    private static final String STARVED = " has been blocked for ";

    private final Process process;
    private final Path log;
    private final List<String> taken = new ArrayList<>();

    private HanseProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code hanse} with these words, the log going to a file. */
    static HanseProcess start(Path log, String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.hanse.cli.Main"));
        line.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectError(log.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("HANSE_") || name.equals("JAVA_TOOL_OPTIONS"));
        return new HanseProcess(builder.start(), log);
    }

    /**
     * Waits until all of these stand in new lines, and takes those lines: sorted, as threads do not wait for each other, each once, and without those that
     * depend on how busy the machine is.
     */
    String awaitLines(String... parts) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!List.of(parts).stream().allMatch(this::isTold)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(log.getFileName() + " does not hold " + List.of(parts) + " but " + fresh());
            }
            Thread.sleep(20);
        }
        return take();
    }

    private boolean isTold(String part) {
        return fresh().stream().filter(HanseProcess::isSteady).anyMatch(line -> line.contains(part));
    }

    /** Not how a try to connect failed just when the other end came or went: the next one says the lasting reason, and is waited for. */
    private static boolean isSteady(String line) {
        return !line.contains(STARVED)
                && (!line.contains("link: no connection") || line.contains("Connection refused"));
    }

    private String take() {
        List<String> fresh = fresh();
        taken.addAll(fresh);
        return fresh.stream()
                .filter(HanseProcess::isSteady)
                .map(line -> LINE.matcher(line).replaceFirst("$1 $2 $3"))
                .map(line -> CLASS.matcher(line).replaceFirst("$1 <class>:"))
                .distinct()
                .sorted()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private List<String> fresh() {
        try {
            String text = Files.readString(log);
            List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(line -> LINE.matcher(line).matches())
                    .toList();
            return lines.subList(taken.size(), lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a pattern's group was in a line of the log. */
    String find(String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(log));
        if (!matcher.find()) {
            throw new AssertionError(log + " holds no " + pattern);
        }
        return matcher.group(1);
    }

    /** Ends it by SIGTERM, waits until it has ended, and takes the last lines. */
    String end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(log.getFileName() + ": has not ended");
        }
        return take() + "exit " + process.exitValue() + "\n";
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
