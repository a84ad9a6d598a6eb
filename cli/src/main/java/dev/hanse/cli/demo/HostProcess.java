// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A long-running process on a host. It has a session of its own, so that a Ctrl-C meant for the demo leaves its end to the lab, and a kept lab outlives the
 * terminal.
 *
 * @param log with everything that it printed
 */
record HostProcess(String label, Process process, Path log) {

    static HostProcess start(Lab lab, String label, List<String> words) {
        Path log = lab.log(label);
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(lab.environment());
        try {
            return new HostProcess(label, builder.start(), log);
        } catch (IOException e) {
            throw new StepFailure("cannot start " + label + ": " + e.getMessage(), e);
        }
    }

    /** Waits until it has printed {@code text}; fails at once where it ends before. */
    void awaitPrinted(String text, Duration limit) {
        Eventually.get(limit, () -> {
            if (process.isAlive() && !logText().contains(text)) {
                throw new StepFailure(label + " has not said \"" + text + "\"");
            }
            return text;
        });
        if (!logText().contains(text)) {
            throw new StepFailure(label + " has ended: " + lastLine());
        }
    }

    private String lastLine() {
        return Objects.requireNonNullElse(
                logText().lines().reduce((first, second) -> second).orElse(null), "it printed nothing");
    }

    private String logText() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new StepFailure("cannot read " + log + ": " + e.getMessage(), e);
        }
    }
}
