// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How far the two processes of {@link TrainCommand} are: each step is an empty file in their folder, and a failure one with its reason. Any thread. */
final class TrainSteps {

    /** On a machine that also does other things. */
    private static final long PATIENCE_SECONDS = 120;

    private static final int LOOK_MILLIS = 20;

    private static final String FAILED = "failed";

    private final Path folder;

    /** What the processes wait for, in this order. */
    enum Step {
        /** The join tokens are there. */
        INVITED,
        /** A gateway runs. */
        JOINED,
        /** The verbs have asked for it. */
        LISTED,
        /** The gateways need the control plane no more. */
        ENDED
    }

    TrainSteps(Path folder) {
        this.folder = folder;
    }

    /** Tells the other process. */
    void done(Step step) throws IOException {
        Files.createFile(file(step));
    }

    /** Tells the other process why it waits in vain. */
    void failed(String reason) throws IOException {
        Path written = Files.writeString(folder.resolve(FAILED + ".new"), reason);
        Files.move(written, folder.resolve(FAILED), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits for the other process; throws a failure with its reason where it has failed. */
    void await(Step step) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(file(step))) {
            if (Files.exists(folder.resolve(FAILED))) {
                throw new CommandFailure(
                        "training: the other process failed: " + Files.readString(folder.resolve(FAILED)),
                        "see its lines");
            }
            if (System.nanoTime() - deadline > 0) {
                throw new CommandFailure(
                        "training: no " + file(step) + " after " + PATIENCE_SECONDS + " s", "see the other process");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private Path file(Step step) {
        return folder.resolve(step.name().toLowerCase(Locale.ROOT));
    }
}
