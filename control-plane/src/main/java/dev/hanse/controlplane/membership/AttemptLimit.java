// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.net.time.NanoClock;
import dev.hanse.net.time.TokenBucket;
import dev.hanse.net.time.TokenBuckets;
import java.time.Duration;

/**
 * How often something may be tried that costs the control plane a search, a signature or a write: by one source and by
 * all. Who is over the limit waits; nothing is looked up or written for it. Thread-safe.
 */
final class AttemptLimit {

    private static final int SOURCES = 10_000;
    private static final int MEMBERS = 1_024 * 16;

    private final String what;
    private final NanoClock nanoClock;
    private final TokenBuckets<String> sources;
    private final TokenBucket total;

    private AttemptLimit(String what, NanoClock nanoClock, TokenBuckets<String> sources, TokenBucket total) {
        this.what = what;
        this.nanoClock = nanoClock;
        this.sources = sources;
        this.total = total;
    }

    /** Attempts to join, by source network: 20 at once, then one each 3 s; 200 and ten a second in all. */
    static AttemptLimit ofJoining(NanoClock nanoClock) {
        return new AttemptLimit(
                "attempts to join (expected: 20 at once from one address, then one every 3 s)",
                nanoClock,
                new TokenBuckets<>(20, Duration.ofSeconds(3), SOURCES, nanoClock),
                new TokenBucket(200, Duration.ofMillis(100), nanoClock.nanoTime()));
    }

    /**
     * Renewals, by identity: 10 at once, then one each 10 minutes, where one each 16 hours is needed; 200 and 50 a second
     * in all, so that 16 384 gateways have renewed within six minutes after an outage.
     */
    static AttemptLimit ofRenewing(NanoClock nanoClock) {
        return new AttemptLimit(
                "renewals (expected: 10 at once of one gateway, then one every 10 minutes)",
                nanoClock,
                new TokenBuckets<>(10, Duration.ofMinutes(10), MEMBERS, nanoClock),
                new TokenBucket(200, Duration.ofMillis(20), nanoClock.nanoTime()));
    }

    /**
     * Counts an attempt.
     *
     * @param source an identity, or the address of a caller without one
     * @throws RefusedException with RATE_LIMITED if it is one too many
     */
    void attempt(String source) {
        if (!sources.take(source) || !takeOfTotal()) {
            throw new RefusedException(Reason.RATE_LIMITED, "too many " + what);
        }
    }

    private synchronized boolean takeOfTotal() {
        return total.take(nanoClock.nanoTime());
    }
}
