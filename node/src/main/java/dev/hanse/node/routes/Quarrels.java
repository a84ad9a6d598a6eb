// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.time.NanoClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells what was taken away now and then from what another program takes away whenever it sees it: more than five times in half a minute. One thread. */
final class Quarrels {

    private static final int LOSSES = 5;
    private static final Duration WITHIN = Duration.ofSeconds(30);

    /** More than a node has routes; who takes away more has one answer for all. */
    private static final int MAX = 4_096;

    private final NanoClock clock;
    private final Map<String, Deque<Long>> losses = new HashMap<>();

    Quarrels(NanoClock clock) {
        this.clock = clock;
    }

    /** Counts a loss; whether somebody quarrels about it, so that it has to wait. */
    boolean isTaken(String what) {
        forget();
        if (losses.size() >= MAX && !losses.containsKey(what)) {
            return true;
        }
        Deque<Long> times = losses.computeIfAbsent(what, _ -> new ArrayDeque<>());
        if (times.size() >= LOSSES) {
            return true;
        }
        times.add(clock.nanoTime());
        return false;
    }

    private void forget() {
        long now = clock.nanoTime();
        losses.values().forEach(times -> times.removeIf(time -> now - time > WITHIN.toNanos()));
        losses.values().removeIf(Deque::isEmpty);
    }

    /** What is quarrelled about now. */
    List<String> taken() {
        forget();
        return losses.entrySet().stream()
                .filter(each -> each.getValue().size() >= LOSSES)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
