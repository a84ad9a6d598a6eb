// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many handshake frames are worked on. Below {@link #UNDER_LOAD} a second all of them; above, senders must prove
 * their address with a cookie and each source gets a token bucket (20 a second, bursts of 5, as WireGuard); above
 * {@link #OVERALL} none. Its memory is bounded by {@link #MAX_SOURCES}, and only proven addresses get into it.
 */
final class HandshakeLimiter {

    /** Frames with a valid mac1 within a second from which on cookies are demanded; about 0.1 s of computing. */
    static final int UNDER_LOAD = 256;

    /** Frames worked on within a second at most. */
    static final int OVERALL = 1024;

    /** Sources remembered; a new one beyond that waits until an old one has been quiet for a moment. */
    static final int MAX_SOURCES = 4096;

    private static final long WINDOW_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long COST_NANOS = WINDOW_NANOS / 20;
    private static final long BURST_NANOS = COST_NANOS * 5;
    private static final int IPV6_SITE_OCTETS = 8;

    private final Map<ByteBuffer, Long> fullAgain = new HashMap<>();
    private boolean started;
    private long windowStart;
    private int seen;
    private int worked;
    private long loadUntil;
    private boolean loaded;

    /** Counts a frame whose mac1 is valid; true if cookies are demanded now, which lasts a second at least. */
    boolean underLoad(long nowNanos) {
        if (!started || nowNanos - windowStart >= WINDOW_NANOS) {
            started = true;
            windowStart = nowNanos;
            seen = 0;
            worked = 0;
        }
        seen++;
        if (seen > UNDER_LOAD) {
            loaded = true;
            loadUntil = nowNanos + WINDOW_NANOS;
        } else if (loaded && nowNanos - loadUntil >= 0) {
            loaded = false;
        }
        return loaded;
    }

    /** Takes one of the second's frames; false if there is none left. */
    boolean admit() {
        return worked++ < OVERALL;
    }

    /** Takes a token of a source whose address is proven; false if it has none left. */
    boolean admit(InetAddress source, long nowNanos) {
        ByteBuffer key = key(source);
        Long full = fullAgain.get(key);
        if (full == null && !roomForAnother(nowNanos)) {
            return false;
        }
        long from = full == null || full - nowNanos < 0 ? nowNanos : full;
        if (from + COST_NANOS - nowNanos > BURST_NANOS) {
            return false;
        }
        fullAgain.put(key, from + COST_NANOS);
        return admit();
    }

    int sources() {
        return fullAgain.size();
    }

    private boolean roomForAnother(long nowNanos) {
        if (fullAgain.size() >= MAX_SOURCES) {
            fullAgain.values().removeIf(full -> full - nowNanos <= 0);
        }
        return fullAgain.size() < MAX_SOURCES;
    }

    /** One IPv4 address, or one IPv6 /64, since that is what one host can have all of. */
    private static ByteBuffer key(InetAddress source) {
        byte[] octets = source.getAddress();
        return ByteBuffer.wrap(source instanceof Inet4Address ? octets : Arrays.copyOf(octets, IPV6_SITE_OCTETS));
    }
}
