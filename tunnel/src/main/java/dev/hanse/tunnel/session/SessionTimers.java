// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The timers of one session in use, read off what the worker reports of its traffic (WireGuard, section 6). */
final class SessionTimers {

    private final PeerActivity activity;
    private final long persistentNanos;
    private final Silence unanswered = new Silence();
    private final Silence owed = new Silence();
    private long keepaliveNanos = PeerActivity.NEVER;

    SessionTimers(PeerActivity activity, Optional<Duration> persistentKeepalive) {
        this.activity = activity;
        this.persistentNanos = persistentKeepalive.map(Duration::toNanos).orElse(0L);
    }

    /** Looks at the traffic; before the questions below. */
    void observe() {
        unanswered.observe(activity.dataSentNanos(), activity.receivedNanos());
        owed.observe(activity.dataReceivedNanos(), activity.sentNanos());
    }

    /** Whether a new handshake is needed: the sending keypair is worn, or the peer has not answered for {@code patienceNanos}. */
    boolean handshakeDue(@Nullable Keypair sending, long patienceNanos, long nowNanos) {
        return unanswered.lasts(patienceNanos, nowNanos)
                || sending != null
                        && RekeySchedule.due(
                                sending.role(),
                                sending.createdNanos(),
                                sending.sealedFrames(),
                                activity.sentNanos(),
                                activity.receivedNanos());
    }

    /** Whether the peer must hear from us because it sent something and we have been silent since. */
    boolean answerDue(long nowNanos) {
        boolean due = owed.lasts(SessionLimits.KEEPALIVE_TIMEOUT, nowNanos);
        if (due) {
            owed.settle(nowNanos);
        }
        return due;
    }

    /** Whether the persistent keepalive is due; each interval says so once. */
    boolean persistentKeepaliveDue(long nowNanos) {
        if (persistentNanos == 0 || within(keepaliveNanos, nowNanos) || within(activity.sentNanos(), nowNanos)) {
            return false;
        }
        keepaliveNanos = nowNanos;
        return true;
    }

    /** The peer was heard in a handshake, or we gave it up: what was sent before counts no more. */
    void settle(long nowNanos) {
        unanswered.settle(nowNanos);
    }

    private boolean within(long eventNanos, long nowNanos) {
        return eventNanos != PeerActivity.NEVER && nowNanos - eventNanos < persistentNanos;
    }
}
