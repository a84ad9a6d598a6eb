// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import dev.hanse.controlplane.identity.Identity;
import dev.hanse.net.time.NanoClock;
import dev.hanse.net.time.TokenBuckets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How often a caller may begin a call and how many it may have open, whatever they are: by identity, and without one by
 * source network. Addresses of members are not limited, since all gateways may come from one. Thread-safe.
 */
public final class CallLimits {

    private final Map<Kind, TokenBuckets<String>> rates = new EnumMap<>(Kind.class);
    private final Map<String, Integer> open = new HashMap<>();
    private int openOfNobody;

    /** What callers need. How the numbers were chosen stands in docs/security.md. */
    private enum Kind {
        /** Joining, which has a stricter limit of its own, and health probes. */
        NOBODY(100, Duration.ofMillis(100), 32, 10_000),
        /** One stream, one after a broken one, a renewal. */
        MEMBER(1_000, Duration.ofMillis(200), 8, 1_024 * 16),
        /** Scripts over all members, several people at once. */
        OPERATOR(1_000, Duration.ofMillis(5), 256, 100);

        private final int burst;
        private final Duration interval;
        private final int open;
        private final int sources;

        Kind(int burst, Duration interval, int open, int sources) {
            this.burst = burst;
            this.interval = interval;
            this.open = open;
            this.sources = sources;
        }

        static Kind of(Caller caller) {
            return caller.identity().map(Kind::of).orElse(NOBODY);
        }

        private static Kind of(Identity identity) {
            return switch (identity) {
                case Identity.OfOperator _ -> OPERATOR;
                case Identity.OfGateway _, Identity.OfControlPlane _ -> MEMBER;
            };
        }
    }

    /** Open calls of all callers without a certificate: no more than they may have connections. */
    private static final int MAX_OPEN_OF_NOBODY = 512;

    /** With a clock such as {@link System#nanoTime}. */
    public CallLimits(NanoClock nanoClock) {
        for (Kind each : Kind.values()) {
            rates.put(each, new TokenBuckets<>(each.burst, each.interval, each.sources, nanoClock));
        }
    }

    /**
     * A call begins; each that is not refused here is told to {@link #end} once.
     *
     * @throws RefusedException with RATE_LIMITED if the caller began too many, with QUOTA_EXCEEDED if too many are open
     */
    void begin(Caller caller) {
        Kind kind = Kind.of(caller);
        if (!rates(kind).take(caller.source())) {
            throw new RefusedException(
                    Reason.RATE_LIMITED,
                    "too many calls of " + caller.source() + " (expected: " + kind.burst + " at once, then one each "
                            + kind.interval.toMillis() + " ms)");
        }
        open(caller, kind);
    }

    private TokenBuckets<String> rates(Kind kind) {
        return Objects.requireNonNull(rates.get(kind));
    }

    private synchronized void open(Caller caller, Kind kind) {
        int already = open.getOrDefault(caller.source(), 0);
        boolean full = kind == Kind.NOBODY && openOfNobody >= MAX_OPEN_OF_NOBODY;
        if (full || already >= kind.open) {
            throw new RefusedException(
                    Reason.QUOTA_EXCEEDED,
                    already + " calls of " + caller.source() + " are open (expected: at most " + kind.open + ", and "
                            + MAX_OPEN_OF_NOBODY + " of all callers without a certificate)");
        }
        open.put(caller.source(), already + 1);
        openOfNobody += kind == Kind.NOBODY ? 1 : 0;
    }

    /** A call has ended. */
    synchronized void end(Caller caller) {
        open.computeIfPresent(caller.source(), (_, calls) -> calls == 1 ? null : calls - 1);
        openOfNobody -= Kind.of(caller) == Kind.NOBODY ? 1 : 0;
    }
}
