// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.time.Duration;

/** When a session in use needs a new handshake (WireGuard, section 6.2 and 6.3). Pure functions. */
final class RekeySchedule {

    /** Age of a keypair at which its initiator replaces it even if it only receives. */
    static final long REKEY_ON_RECEIPT_AFTER =
            SessionLimits.REJECT_AFTER_TIME - SessionLimits.KEEPALIVE_TIMEOUT - SessionLimits.REKEY_TIMEOUT;

    /** Wait for an answer to sent data after which the session is taken for dead. */
    static final long DEAD_AFTER = SessionLimits.KEEPALIVE_TIMEOUT + SessionLimits.REKEY_TIMEOUT;

    /**
     * The same for a peer that answers path probes, four times a second: it has lost the session, or is out of reach. One whose clock was set back cannot open a session with
     * those who remember later time stamps, so they have to.
     */
    static final long PROBED_DEAD_AFTER = Duration.ofMillis(1500).toNanos();

    private RekeySchedule() {}

    /**
     * Whether the keypair must be replaced: too many messages; or we are its initiator and sent at an age of 120 s or
     * received at one of 165 s. The responder leaves time to the initiator, so that not both call at once.
     *
     * @param sentNanos when the last frame went out, or {@link PeerActivity#NEVER}
     * @param receivedNanos when the last frame came in, or {@link PeerActivity#NEVER}
     */
    static boolean due(Role role, long createdNanos, long sealedFrames, long sentNanos, long receivedNanos) {
        if (Long.compareUnsigned(sealedFrames, SessionLimits.REKEY_AFTER_MESSAGES) > 0) {
            return true;
        }
        return switch (role) {
            case RESPONDER -> false;
            case INITIATOR ->
                reached(sentNanos, createdNanos + SessionLimits.REKEY_AFTER_TIME)
                        || reached(receivedNanos, createdNanos + REKEY_ON_RECEIPT_AFTER);
        };
    }

    private static boolean reached(long eventNanos, long fromNanos) {
        return eventNanos != PeerActivity.NEVER && eventNanos - fromNanos >= 0;
    }
}
