// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A {@link TokenBucket} for each of many keys. Where there are more keys than it remembers, the one not used for longest
 * is forgotten and has its burst again. Thread-safe.
 *
 * @param <K> of value type
 */
public final class TokenBuckets<K> {

    private final int burst;
    private final Duration interval;
    private final NanoClock nanoClock;
    private final Map<K, TokenBucket> buckets;

    /**
     * @param burst most permits of a key at once
     * @param interval after which a key has one more
     * @param keys that are remembered at most
     */
    public TokenBuckets(int burst, Duration interval, int keys, NanoClock nanoClock) {
        this.burst = burst;
        this.interval = interval;
        this.nanoClock = nanoClock;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, TokenBucket> eldest) {
                return size() > keys;
            }
        };
    }

    /** Takes a permit of a key; false: it has none. */
    public synchronized boolean take(K key) {
        long now = nanoClock.nanoTime();
        return buckets.computeIfAbsent(key, _ -> new TokenBucket(burst, interval, now))
                .take(now);
    }
}
