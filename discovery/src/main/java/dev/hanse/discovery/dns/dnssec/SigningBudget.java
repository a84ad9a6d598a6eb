// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import dev.hanse.net.time.NanoClock;
import dev.hanse.net.time.TokenBucket;
import java.time.Duration;

/** So many signatures in a second, and no more at once. Any thread. */
final class SigningBudget {

    private final NanoClock nanoClock;
    private final TokenBucket bucket;

    SigningBudget(int perSecond, NanoClock nanoClock) {
        this.nanoClock = nanoClock;
        this.bucket = new TokenBucket(perSecond, Duration.ofSeconds(1).dividedBy(perSecond), nanoClock.nanoTime());
    }

    /** Takes one if there is one. */
    synchronized boolean take() {
        return bucket.take(nanoClock.nanoTime());
    }
}
