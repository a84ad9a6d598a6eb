// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.time.Duration;

/** Protocol numbers. The first group is from the WireGuard specification, section 6.1; the second is our choice. */
public final class SessionLimits {

    /** Messages under a keypair after which its initiator or responder opens a new handshake. */
    public static final long REKEY_AFTER_MESSAGES = 1L << 60;

    /** Messages under a keypair from which on none is sent or accepted; unsigned. */
    public static final long REJECT_AFTER_MESSAGES = -1L - (1L << 13);

    /** Age of a keypair, in nanoseconds, after which its initiator opens a new handshake when it sends. */
    public static final long REKEY_AFTER_TIME = nanos(120);

    /** Age from which on nothing is sent or accepted under a keypair, in nanoseconds. */
    public static final long REJECT_AFTER_TIME = nanos(180);

    /** Time to keep trying for an answered handshake, in nanoseconds. */
    public static final long REKEY_ATTEMPT_TIME = nanos(90);

    /** Time between two initiations to one peer, in nanoseconds, before jitter. */
    public static final long REKEY_TIMEOUT = nanos(5);

    /**
     * The same to a peer that answers path probes, for an outage of minutes to be over five seconds after its cause is. Such a peer is ours, and takes 50 in a second of one worker of ours; of all together some 250 without a cookie.
     */
    static final long PROBED_REKEY_TIMEOUT = nanos(3);

    /** Time between two initiations while the peer's addresses change; whose they are is not known, so they get no more. */
    static final long NEWS_DISTANCE = nanos(1);

    /** Silence after received data that is broken by a keepalive, in nanoseconds. */
    public static final long KEEPALIVE_TIMEOUT = nanos(10);

    /** Life of a cookie and of the secret behind it, in nanoseconds. */
    public static final long COOKIE_LIFE = nanos(120);

    /** Largest jitter added to {@link #REKEY_TIMEOUT}, in nanoseconds (a third of a second, as WireGuard). */
    static final long REKEY_JITTER = Duration.ofMillis(333).toNanos();

    /**
     * Smallest distance of two initiations of one peer that are both processed, in nanoseconds (50 per second, as
     * WireGuard).
     */
    static final long INITIATION_DISTANCE = Duration.ofMillis(20).toNanos();

    /** A session's time limits in nanoseconds, from seconds. */
    private static long nanos(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private SessionLimits() {}
}
