// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Slow start, as load balancers have it: of several that share a load, one that has just come begins with a sixteenth of its share, which doubles every two seconds until it is whole. A process that was started
 * a moment ago runs code that is not compiled yet, and would lose packets of half a cluster.
 *
 * <p>Those that come within the eight seconds after the first one begin with all: nobody is known that could do more meanwhile. One that was away for less than half a second was not started in it, and goes on. Used by
 * one thread.
 *
 * @param <K> what shares the load
 */
public final class SlowStart<K> {

    /** Parts of a whole share. */
    public static final int WHOLE = 16;

    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Until a share is whole. */
    static final long LENGTH_NANOS = STEP_NANOS * Integer.numberOfTrailingZeros(WHOLE);

    private static final long BRIEF_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Set<K> known = new HashSet<>();
    private final Map<K, Long> since = new HashMap<>();
    private final Map<K, Long> away = new HashMap<>();
    private boolean begun;
    private long firstNanos;

    /**
     * Takes part from now on, or does already.
     *
     * @return parts of a share that it has now, 1 to {@link #WHOLE}
     */
    public int add(K one, long nowNanos) {
        firstNanos = begun ? firstNanos : nowNanos;
        begun = true;
        if (known.add(one)) {
            Long left = away.remove(one);
            boolean brief = left != null && nowNanos - left < BRIEF_NANOS;
            if (!brief && nowNanos - firstNanos >= LENGTH_NANOS) {
                since.put(one, nowNanos);
            }
        }
        Long came = since.get(one);
        return came == null ? WHOLE : share(came, nowNanos);
    }

    private static int share(long cameNanos, long nowNanos) {
        return nowNanos - cameNanos >= LENGTH_NANOS ? WHOLE : 1 << (int) ((nowNanos - cameNanos) / STEP_NANOS);
    }

    /** Takes no part any more, and may come back; nothing if it does not. */
    public void remove(K one, long nowNanos) {
        if (known.remove(one)) {
            away.put(one, nowNanos);
        }
    }

    /** Is not spoken of any more. */
    public void forget(K one) {
        known.remove(one);
        since.remove(one);
        away.remove(one);
    }

    /** Exactly these take part. */
    public void set(Set<K> all, long nowNanos) {
        List.copyOf(known).stream().filter(each -> !all.contains(each)).forEach(each -> remove(each, nowNanos));
        all.forEach(each -> add(each, nowNanos));
    }

    /** Parts of a share of those whose share is not whole yet, 1 to {@link #WHOLE} - 1. */
    public Map<K, Integer> shares(long nowNanos) {
        away.values().removeIf(left -> nowNanos - left >= BRIEF_NANOS);
        since.values().removeIf(came -> nowNanos - came >= LENGTH_NANOS);
        since.keySet().removeIf(one -> !known.contains(one) && !away.containsKey(one));
        Map<K, Integer> shares = new HashMap<>();
        since.forEach((one, came) -> {
            if (known.contains(one)) {
                shares.put(one, share(came, nowNanos));
            }
        });
        return shares;
    }
}
