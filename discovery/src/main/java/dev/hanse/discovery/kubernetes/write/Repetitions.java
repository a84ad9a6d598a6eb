// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.net.time.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Makes who writes the same again and again do so ever more seldom: another program wants the conditions to be others, and both would never end. What is new waits for nothing.
 * For any thread; holds one entry for each export that was written.
 */
final class Repetitions {

    private final Map<ObjectName, Said> said = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final RandomGenerator random;

    /** @param what a hash of object and conditions */
    private record Said(int what, Backoff backoff, long untilNanos) {}

    Repetitions(LongSupplier nanos, RandomGenerator random) {
        this.nanos = nanos;
        this.random = random;
    }

    /** How long these conditions have to wait. */
    Duration left(SeenExport export, List<WrittenCondition> conditions) {
        Said last = said.get(export.name());
        return last == null || last.what() != what(export, conditions)
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, last.untilNanos() - nanos.getAsLong()));
    }

    /** The first repetition waits for nothing either: a person may have tried something. */
    void onWritten(SeenExport export, List<WrittenCondition> conditions) {
        int what = what(export, conditions);
        said.compute(export.name(), (_, last) -> {
            long now = nanos.getAsLong();
            return last == null || last.what() != what
                    ? new Said(what, Wait.refusals(random), now)
                    : new Said(what, last.backoff(), now + last.backoff().next().toNanos());
        });
    }

    void forget(ObjectName name) {
        said.remove(name);
    }

    private static int what(SeenExport export, List<WrittenCondition> conditions) {
        int hash = export.uid().hashCode();
        for (WrittenCondition each : conditions) {
            hash = 31 * hash
                    + Objects.hash(each.type(), each.status(), each.reason(), each.message(), each.generation());
        }
        return hash;
    }
}
