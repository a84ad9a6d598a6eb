// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a log readable while something goes wrong again and again: of events that are alike one is told at once, and one
 * more each ten minutes with the number of those between. All events together have a rate too, 20 at once and then one
 * each 5 s, for a peer that varies what it does wrong. Thread-safe.
 *
 * @param <K> what makes two events alike; of value type
 */
public final class RepeatLimit<K> {

    private static final int MAX_KEYS = 1_000;
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final int TOTAL_BURST = 20;
    private static final Duration TOTAL_INTERVAL = Duration.ofSeconds(5);

    private final NanoClock nanoClock;
    private final TokenBucket total;
    private final Map<K, Told> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Told> eldest) {
            return size() > MAX_KEYS;
        }
    };

    private long leftOut;

    private static final class Told {
        private long at;
        private long untold;

        Told(long at) {
            this.at = at;
        }
    }

    /** Counts by this clock. */
    public RepeatLimit(NanoClock nanoClock) {
        this.nanoClock = nanoClock;
        this.total = new TokenBucket(TOTAL_BURST, TOTAL_INTERVAL, nanoClock.nanoTime());
    }

    /**
     * Counts an event.
     *
     * @return what to put behind its line: how much was left out before it, or nothing; empty: it is not to be told
     */
    public synchronized Optional<String> tell(K event) {
        long now = nanoClock.nanoTime();
        Told before = told.computeIfAbsent(event, _ -> new Told(now - INTERVAL.toNanos()));
        if (now - before.at < INTERVAL.toNanos()) {
            before.untold++;
            return Optional.empty();
        }
        if (!total.take(now)) {
            leftOut++;
            return Optional.empty();
        }
        String untold = untold(before.untold, leftOut, total.isEmpty());
        before.at = now;
        before.untold = 0;
        leftOut = 0;
        return Optional.of(untold);
    }

    private static String untold(long alike, long others, boolean last) {
        return (alike == 0 ? "" : " (and " + alike + " times since this was last logged)")
                + (others == 0 ? "" : " (" + others + " other lines were left out)")
                + (last ? " (others are left out for a while)" : "");
    }
}
