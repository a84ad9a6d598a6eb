// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.discovery.dns.wire.HashSecrets;
import dev.hanse.discovery.dns.wire.Mix;
import dev.hanse.net.time.NanoClock;

/**
 * Limits UDP answers to each client network (IPv4 /24, IPv6 /56) and second, so that forged queries cannot turn the
 * responder against a
 * victim (response rate limiting as by ISC). Beyond the limit every second query is told to come back over TCP, the
 * others get nothing.
 * Networks share a table of fixed size: on a collision the newer one takes the place, counted from 0. Which ones collide
 * is secret: who knew it would forge queries of two in turn, and neither would ever reach the limit. Used by one thread.
 */
final class RateLimit {

    private static final int SLOTS = 1 << 13;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long IPV6_56 = ~0xffL;
    private static final long SECRET = HashSecrets.next();

    private final int limit;
    private final NanoClock nanoClock;
    private final long[] networks = new long[SLOTS];
    private final long[] seconds = new long[SLOTS];
    private final int[] counts = new int[SLOTS];

    /** What to do with a query. */
    enum Verdict {
        ANSWER,
        TRUNCATE,
        DROP
    }

    /** With the answers that a network gets in a second; 0: no limit. */
    RateLimit(int limit, NanoClock nanoClock) {
        this.limit = limit;
        this.nanoClock = nanoClock;
    }

    /** Counts a query. */
    Verdict take(ClientAddress client) {
        if (limit == 0) {
            return Verdict.ANSWER;
        }
        long network = client.isIpv4() ? client.low() >>> 8 : client.high() & IPV6_56;
        long second = nanoClock.nanoTime() / NANOS_PER_SECOND;
        int slot = (int) Mix.mix(network ^ SECRET) & (SLOTS - 1);
        if (networks[slot] != network || seconds[slot] != second) {
            networks[slot] = network;
            seconds[slot] = second;
            counts[slot] = 0;
        }
        int over = ++counts[slot] - limit;
        if (over <= 0) {
            return Verdict.ANSWER;
        }
        return over % 2 == 0 ? Verdict.DROP : Verdict.TRUNCATE;
    }
}
