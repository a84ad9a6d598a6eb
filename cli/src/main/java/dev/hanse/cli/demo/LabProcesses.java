// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The processes of a run. Each is started with the run's id in its environment, and that is how they are found again: neither a process id that was used
 * again nor another program in the same namespace can be taken for one of them.
 */
final class LabProcesses {

    /** Environment variable that marks them. */
    static final String MARK = "HANSE_DEMO_RUN";

    private static final Duration POLITE = Duration.ofSeconds(4);
    private static final Duration FORCED = Duration.ofSeconds(2);

    private LabProcesses() {}

    /** Ends every process of the run: SIGTERM, and SIGKILL for those that stay. */
    static void endAll(String run) {
        List<ProcessHandle> processes = of(run);
        processes.forEach(ProcessHandle::destroy);
        await(processes, POLITE);
        List<ProcessHandle> stubborn = of(run);
        stubborn.forEach(ProcessHandle::destroyForcibly);
        await(stubborn, FORCED);
    }

    private static List<ProcessHandle> of(String run) {
        String mark = MARK + "=" + run;
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self && isMarked(process, mark))
                .toList();
    }

    private static boolean isMarked(ProcessHandle process, String mark) {
        try {
            Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
            String words = new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1);
            return List.of(words.split("\0")).contains(mark);
        } catch (IOException e) {
            // It has ended, or belongs to a user that is none of ours.
            return false;
        }
    }

    private static void await(List<ProcessHandle> processes, Duration limit) {
        CompletableFuture<?>[] ends =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            // Whoever is left is ended by force, or found by the next run.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
