// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.net.time.NanoClock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one may try to join: a token bucket for each source address (for IPv6 its /64) and one for all. Who is over
 * the limit waits; nothing is looked up or written for it. Thread-safe.
 */
final class AttemptLimit {

    private static final int MAX_SOURCES = 10_000;
    private static final int SOURCE_BURST = 20;
    private static final Duration SOURCE_INTERVAL = Duration.ofSeconds(3);
    private static final int TOTAL_BURST = 200;
    private static final Duration TOTAL_INTERVAL = Duration.ofMillis(100);

    private final NanoClock nanoClock;
    private final Bucket total;
    private final Map<String, Bucket> sources = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    /** With a clock such as {@link System#nanoTime}. */
    AttemptLimit(NanoClock nanoClock) {
        this.nanoClock = nanoClock;
        this.total = new Bucket(TOTAL_BURST, TOTAL_INTERVAL.toNanos(), nanoClock.nanoTime());
    }

    /**
     * Counts an attempt.
     *
     * @param address of the caller, literal
     * @throws RefusedException with RATE_LIMITED if it is one too many
     */
    synchronized void attempt(String address) {
        long now = nanoClock.nanoTime();
        Bucket source = sources.computeIfAbsent(
                network(address), _ -> new Bucket(SOURCE_BURST, SOURCE_INTERVAL.toNanos(), now));
        if (!source.take(now) || !total.take(now)) {
            throw new RefusedException(
                    Reason.RATE_LIMITED,
                    "too many attempts to join (expected: " + SOURCE_BURST
                            + " at once from one address, then one every " + SOURCE_INTERVAL.toSeconds() + " s)");
        }
    }

    private static String network(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            byte[] octets = parsed.getAddress();
            return HexFormat.of().formatHex(parsed instanceof Inet6Address ? Arrays.copyOf(octets, 8) : octets);
        } catch (IllegalArgumentException _) {
            // A transport without addresses: all of its callers share one bucket.
            return address;
        }
    }

    /** Holds a number of permits that grows with time. */
    private static final class Bucket {

        private final int burst;
        private final long intervalNanos;
        private double permits;
        private long updated;

        Bucket(int burst, long intervalNanos, long now) {
            this.burst = burst;
            this.intervalNanos = intervalNanos;
            this.permits = burst;
            this.updated = now;
        }

        boolean take(long now) {
            permits = Math.min(burst, permits + (double) (now - updated) / intervalNanos);
            updated = now;
            if (permits < 1) {
                return false;
            }
            permits--;
            return true;
        }
    }
}
