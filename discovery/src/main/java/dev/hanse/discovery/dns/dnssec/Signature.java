// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import java.time.Duration;
import java.time.Instant;

/**
 * RDATA of an RRSIG record and how long it serves. Validators whose clocks are up to {@link #SKEW} off accept it the
 * whole time; what an attacker may replay ends with {@link #LIFE}.
 *
 * @param content RDATA of the RRSIG record; not to be written to
 * @param madeAt when it was made
 */
record Signature(byte[] content, Instant madeAt) {

    /** How far clocks may be apart. */
    static final Duration SKEW = Duration.ofHours(1);

    /** From being made to expiration. */
    static final Duration LIFE = Duration.ofHours(4);

    /** After this a new one is made when it is asked for. */
    private static final Duration REFRESH = Duration.ofHours(1);

    /** Whether nothing speaks against giving it; a clock that has been put back does. */
    boolean isFresh(Instant now) {
        return !now.isBefore(madeAt) && now.isBefore(madeAt.plus(REFRESH));
    }

    /** Whether it may be given while no new one can be made. */
    boolean isUsable(Instant now) {
        return now.isAfter(madeAt.minus(SKEW)) && now.isBefore(madeAt.plus(LIFE).minus(SKEW));
    }
}
