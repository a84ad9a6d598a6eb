// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.e2e.host.TestProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/**
 * What the honest processes have written and counted so far.
 *
 * @param logOctets of each
 * @param metrics of the control plane
 */
record Traces(List<Long> logOctets, Metrics metrics) {

    /** Copies the list. */
    Traces {
        logOctets = List.copyOf(logOctets);
    }

    static Traces of(Siege siege) {
        return new Traces(siege.processes().stream().map(Traces::logOctets).toList(), Metrics.of(siege.federation()));
    }

    private static long logOctets(TestProcess process) {
        try {
            return Files.size(process.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How much the log that has grown most has grown since. */
    long logGrowth(Traces later) {
        long most = 0;
        for (int i = 0; i < logOctets.size(); i++) {
            most = Math.max(most, later.logOctets.get(i) - logOctets.get(i));
        }
        return most;
    }

    /** How many items were refused since. */
    long refusedItems(Traces later) {
        return (long) (later.metrics.refusedItems() - metrics.refusedItems());
    }

    /** How many calls and connections were refused since. */
    long refusals(Traces later) {
        return (long) (later.metrics.refusals() - metrics.refusals());
    }
}
