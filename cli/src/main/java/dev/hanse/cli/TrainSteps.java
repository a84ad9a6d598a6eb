// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How far the two processes of {@link TrainCommand} are: each step is an empty file in their folder. Any thread. */
final class TrainSteps {

    /** On a machine that also does other things. */
    private static final long PATIENCE_SECONDS = 120;

    private static final int LOOK_MILLIS = 20;

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

    /** Waits for the other process. */
    void await(Step step) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(file(step))) {
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
