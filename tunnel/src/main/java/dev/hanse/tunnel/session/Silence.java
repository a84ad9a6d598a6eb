// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

/** Since when something has waited for an answer: the time of the first cause that no answer followed. */
final class Silence {

    private long since = PeerActivity.NEVER;
    private long ignoreUpTo = PeerActivity.NEVER;

    /**
     * Looks at the newest cause and the newest answer, each {@link PeerActivity#NEVER} if there was none. Between two
     * looks only the newest cause is known, so the wait may be taken to begin up to one look late.
     */
    void observe(long causeNanos, long answerNanos) {
        if (since != PeerActivity.NEVER && !answers(answerNanos, since)) {
            return;
        }
        boolean open = causeNanos != PeerActivity.NEVER && !answers(answerNanos, causeNanos);
        boolean counts = ignoreUpTo == PeerActivity.NEVER || causeNanos - ignoreUpTo > 0;
        since = open && counts ? causeNanos : PeerActivity.NEVER;
    }

    /** Whether the wait has lasted that long. */
    boolean lasts(long nanos, long nowNanos) {
        return since != PeerActivity.NEVER && nowNanos - since >= nanos;
    }

    /** An answer came by another way: causes up to now no longer count. */
    void settle(long nowNanos) {
        since = PeerActivity.NEVER;
        ignoreUpTo = nowNanos;
    }

    private static boolean answers(long answerNanos, long causeNanos) {
        return answerNanos != PeerActivity.NEVER && answerNanos - causeNanos >= 0;
    }
}
