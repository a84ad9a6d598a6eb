// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import java.util.function.Consumer;

/** Messages of a stream that are not read to their end, because they are far too large. */
public final class LargeMessages {

    private LargeMessages() {}

    /**
     * For a stream that ends by itself: called when a call begins, on its thread.
     *
     * @param limit that the contract has for messages of this call, in octets; what is slightly larger is read, and
     *     refused by whoever reads it
     * @param end is told at most once, on a thread that must not wait
     */
    public static void endBy(int limit, Consumer<RefusedException> end) {
        ReceivedOctets octets = ReceivedOctets.current();
        if (octets != null) {
            octets.onLargeMessage(() -> end.accept(refusal(limit)));
        }
    }

    static RefusedException refusal(int limit) {
        return new RefusedException(
                Reason.QUOTA_EXCEEDED,
                "message of more than " + RequestLimits.MAX_MESSAGE_OCTETS + " octets (expected: at most " + limit
                        + ")");
    }
}
