// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.packet.IpHeader;
import dev.hanse.tunnel.wire.TransportFrame;
import java.util.concurrent.TimeUnit;

/**
 * Offers the processor to whoever waits for it between two turns of a busy worker, while flows that send little are about: the pod that a
 * request was for waits in the scheduler's queue, and a worker that always has more to do would run until its slice is over. Without such
 * flows a worker keeps what it has, since each change costs throughput. Owned by one data worker.
 */
final class TurnYield {

    /** For so long after a small packet its flow is expected to send another one. */
    static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Longest frame of a mere TCP acknowledgement (IPv6, all options), which bulk streams send too. */
    static final int ACKNOWLEDGEMENT_OCTETS = TransportFrame.MIN_OCTETS + IpHeader.V6_OCTETS + 60;

    private final Runnable offer;
    private long last;
    private boolean expecting;

    /** With what offers the processor, {@link Thread#yield}. */
    TurnYield(Runnable offer) {
        this.offer = offer;
    }

    /** An authentic frame of a flow that sends little has come in. */
    void onSmallFrame(int octets, long now) {
        if (octets > ACKNOWLEDGEMENT_OCTETS) {
            expecting = true;
            last = now;
        }
    }

    /** Another turn follows at once. */
    void beforeTurn(long now) {
        expecting = expecting && now - last < RECENT_NANOS;
        if (expecting) {
            offer.run();
        }
    }
}
