// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.rpc.RpcFailure;
import dev.hanse.net.time.Backoff;
import java.time.Duration;

/** How long to wait before the next attempt, by what ended the last one. Belongs to the control loop. */
final class RetryDelay {

    /** A session that held for this long proves that the control plane serves: the next delay is short again. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    private final Backoff backoff;

    RetryDelay(Backoff backoff) {
        this.backoff = backoff;
    }

    /** A session was up and is over. */
    void held(Duration length) {
        if (length.compareTo(STEADY) >= 0) {
            backoff.reset();
        }
    }

    /** @param moveOn whether the session was up and another address is there to go to */
    Duration after(RpcFailure failure, boolean moveOn) {
        return switch (failure.reason()) {
            case "SHUTTING_DOWN" -> moveOn ? Duration.ZERO : backoff.next();
            // Somebody must act, or another process holds this identity: knocking fast helps nobody.
            case "STREAM_SUPERSEDED",
                    "IDENTITY_REVOKED",
                    "IDENTITY_MISMATCH",
                    "TUNNEL_KEY_IN_USE",
                    "TUNNEL_ADDRESS_IN_USE",
                    "PREFIX_OVERLAP" -> backoff.longest();
            default -> backoff.next();
        };
    }
}
