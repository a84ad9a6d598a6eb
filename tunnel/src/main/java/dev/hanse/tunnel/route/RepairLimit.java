// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.time.NanoClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells what was taken away once from what another program takes away whenever it sees it. One thread at a time.
 *
 * @param <T> what names a route, or a rule
 */
final class RepairLimit<T> {

    /** How many losses of one within {@link #WITHIN} are repaired at once. */
    static final int LOSSES = 5;

    static final Duration WITHIN = Duration.ofSeconds(30);

    private final NanoClock nanoClock;
    private final Map<T, Deque<Long>> losses = new HashMap<>();

    RepairLimit(NanoClock nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** What a loss is to be met with. */
    enum Answer {
        /** It is repaired at once. */
        REPAIR,
        /** It is the one too many. */
        GIVE_UP,
        /** That was said already. */
        WAIT
    }

    Answer lost(T name) {
        Deque<Long> times = losses.computeIfAbsent(name, _ -> new ArrayDeque<>());
        long now = nanoClock.nanoTime();
        times.removeIf(time -> now - time > WITHIN.toNanos());
        if (times.size() > LOSSES) {
            return Answer.WAIT;
        }
        times.add(now);
        return times.size() > LOSSES ? Answer.GIVE_UP : Answer.REPAIR;
    }

    /** Forgets all others. */
    void retain(Collection<? extends T> names) {
        losses.keySet().retainAll(names);
    }
}
