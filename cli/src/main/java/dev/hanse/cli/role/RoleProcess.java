// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.role;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.OneLine;
import dev.hanse.net.linux.FilePages;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A role from start to SIGTERM. The process ends by the signal; what runs is closed before it does. */
final class RoleProcess {

    /** What a start or a burst needed once is not kept for longer. */
    private static final Duration TIDY = Duration.ofSeconds(20);

    private final FilePages pages = new FilePages();
    private final Logger log;
    private final String role;
    private final long startedNanos = System.nanoTime();

    /**
     * @param role what it is called in the log
     */
    RoleProcess(String role, Class<?> owner) {
        this.role = role;
        this.log = LoggerFactory.getLogger(owner);
    }

    /**
     * Starts the role and waits until the process is told to end.
     *
     * @param config effective configuration, for the log
     * @throws CommandFailure if the role does not start
     */
    int run(List<String> config, Callable<? extends AutoCloseable> start) {
        log.info("configuration: {}", String.join(" ", config));
        AutoCloseable running = started(start);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(running, closed), "leave"));
        OldGeneration.keepSmall();
        log.info("{} is ready after {} ms", role, (System.nanoTime() - startedNanos) / 1_000_000);
        return awaitEnd(closed);
    }

    private AutoCloseable started(Callable<? extends AutoCloseable> start) {
        try {
            return start.call();
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new CommandFailure(role + " did not start: " + OneLine.of(e), "change that and start it again", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CommandFailure(role + " did not start: " + OneLine.of(e), "see its log", e);
        }
    }

    private void close(AutoCloseable running, CountDownLatch closed) {
        long since = System.nanoTime();
        try {
            running.close();
            log.info("{} has left cleanly in {} ms", role, (System.nanoTime() - since) / 1_000_000);
        } catch (Exception e) {
            log.error("{} could not leave cleanly", role, e);
        } finally {
            closed.countDown();
        }
    }

    private int awaitEnd(CountDownLatch closed) {
        try {
            while (!closed.await(TIDY.toSeconds(), TimeUnit.SECONDS)) {
                giveBack();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void giveBack() {
        try {
            pages.giveBack();
        } catch (IOException e) {
            log.debug("pages of files stay in memory", e);
        }
    }
}
