// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.OneLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** The steps of a run: one line each with the time that it took; a failure names its step and the log to read. */
final class Steps {

    private final PrintWriter out;
    private final Runnable onFailure;
    private final long startedNanos = System.nanoTime();

    /**
     * @param onFailure called before a failed step is reported
     */
    Steps(PrintWriter out, Runnable onFailure) {
        this.out = out;
        this.onFailure = onFailure;
    }

    /**
     * Does one step.
     *
     * @param name what is done, for the failure
     * @param log where to look when it fails
     * @param action does it
     * @param seen the line that says what was seen
     */
    <T> T step(String name, Path log, Supplier<T> action, Function<T, String> seen) {
        long since = System.nanoTime();
        try {
            T result = action.get();
            out.printf(Locale.ROOT, "%7.2f s  %s%n", seconds(since), OneLine.of(seen.apply(result)));
            out.flush();
            return result;
        } catch (StepFailure e) {
            onFailure.run();
            throw new CommandFailure("demo failed at step \"" + name + "\": " + OneLine.of(e), "read " + log, e);
        }
    }

    /** Seconds since the run began. */
    String total() {
        return String.format(Locale.ROOT, "%.1f s", seconds(startedNanos));
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
