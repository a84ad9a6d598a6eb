// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.wire.Rcode;
import dev.hanse.discovery.dns.zone.Node;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts of one {@link Answerer}: written by its thread only, read by any. */
public final class Counters {

    private static final int UDP = 0;
    private static final int STREAM = 1;
    private static final int TRUNCATED = 2;
    private static final int PANIC = 3;
    private static final int DROPPED = 4;
    private static final int LIMITED = 5;
    private static final int RCODES = 6;

    private static final int FIRST_ORIGINS = 64;

    private final AtomicLongArray counts = new AtomicLongArray(RCODES + Rcode.COUNT);

    /** Answers by number of their origin; replaced by a longer one when needed. */
    private volatile AtomicLongArray origins = new AtomicLongArray(FIRST_ORIGINS);

    void query(Transport transport) {
        increment(transport == Transport.UDP ? UDP : STREAM);
    }

    void answer(int rcode) {
        increment(RCODES + rcode);
    }

    void truncated() {
        increment(TRUNCATED);
    }

    /** Counts an answer with records of a name; {@code origin} is where they come from. */
    void records(Node node, int origin) {
        if (origin != Node.NO_ORIGIN) {
            origin(origin);
        }
        if (node.panic()) {
            increment(PANIC);
        }
    }

    private void origin(int number) {
        AtomicLongArray own = origins;
        if (number >= own.length()) {
            own = longer(own, number);
            origins = own;
        }
        own.setRelease(number, own.getPlain(number) + 1);
    }

    private static AtomicLongArray longer(AtomicLongArray old, int number) {
        AtomicLongArray longer = new AtomicLongArray(Math.max(2 * old.length(), number + 1));
        for (int i = 0; i < old.length(); i++) {
            longer.setPlain(i, old.getPlain(i));
        }
        return longer;
    }

    void limited() {
        increment(LIMITED);
    }

    void dropped() {
        increment(DROPPED);
    }

    /** One writer: a plain addition is enough, and release order lets readers see it. */
    private void increment(int index) {
        counts.setRelease(index, counts.getPlain(index) + 1);
    }

    /** Queries by transport. */
    public long queries(Transport transport) {
        return counts.getAcquire(transport == Transport.UDP ? UDP : STREAM);
    }

    /** Answers with this code. */
    public long answers(int rcode) {
        return counts.getAcquire(RCODES + rcode);
    }

    /** Answers with the TC bit. */
    public long truncatedAnswers() {
        return counts.getAcquire(TRUNCATED);
    }

    /** Answers about services that panic. */
    public long panicAnswers() {
        return counts.getAcquire(PANIC);
    }

    /** Answers from the origin of this number (see {@code Node.origin}). */
    public long originAnswers(int number) {
        AtomicLongArray own = origins;
        return number < own.length() ? own.getAcquire(number) : 0;
    }

    /** Queries beyond the rate limit. */
    public long limitedQueries() {
        return counts.getAcquire(LIMITED);
    }

    /** Messages without an answer. */
    public long droppedMessages() {
        return counts.getAcquire(DROPPED);
    }
}
