// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.testing;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Keeps what a source reports and lets a test wait for it. For any thread. */
public final class RecordingListener implements ExportSource.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<ExportSet> sets = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public synchronized void onExports(ExportSet exports) {
        sets.add(exports);
        notifyAll();
    }

    @Override
    public synchronized void onPartial(ExportSet exports, String reason) {
        sets.add(exports);
        if (failures.isEmpty() || !failures.getLast().equals(reason)) {
            failures.add(reason);
        }
        notifyAll();
    }

    @Override
    public synchronized void onStale(String reason) {
        failures.add(reason);
        notifyAll();
    }

    /** All sets so far. */
    public synchronized List<ExportSet> sets() {
        return List.copyOf(sets);
    }

    /** All reasons so far; those of a part that is stale too. */
    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * Waits until the last set fits.
     *
     * @throws AssertionError if it does not for a minute
     */
    public synchronized ExportSet awaitExports(Predicate<ExportSet> expected) {
        await("set", sets, () -> !sets.isEmpty() && expected.test(sets.getLast()));
        return sets.getLast();
    }

    /**
     * Waits for the n-th report of a set.
     *
     * @throws AssertionError if it does not come for a minute
     */
    public synchronized ExportSet awaitSet(int count) {
        await("set " + count, sets, () -> sets.size() >= count);
        return sets.get(count - 1);
    }

    /**
     * Waits for the n-th report of a failure.
     *
     * @throws AssertionError if it does not come for a minute
     */
    public synchronized String awaitFailure(int count) {
        await("failure " + count, failures, () -> failures.size() >= count);
        return failures.get(count - 1);
    }

    private void await(String what, List<?> seen, BooleanSupplier arrived) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!arrived.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(
                        "no such " + what + " in " + PATIENCE + "; seen: " + seen + ", failures: " + failures);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
