// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.wire.Rcode;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts of one {@link Answerer}: written by its thread only, read by any. */
public final class Counters {

    private static final int UDP = 0;
    private static final int STREAM = 1;
    private static final int TRUNCATED = 2;
    private static final int PANIC = 3;
    private static final int DROPPED = 4;
    private static final int RCODES = 5;

    private final AtomicLongArray counts = new AtomicLongArray(RCODES + Rcode.COUNT);

    void query(Transport transport) {
        increment(transport == Transport.UDP ? UDP : STREAM);
    }

    void answer(int rcode) {
        increment(RCODES + rcode);
    }

    void truncated() {
        increment(TRUNCATED);
    }

    void panic() {
        increment(PANIC);
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

    /** Messages without an answer. */
    public long droppedMessages() {
        return counts.getAcquire(DROPPED);
    }
}
