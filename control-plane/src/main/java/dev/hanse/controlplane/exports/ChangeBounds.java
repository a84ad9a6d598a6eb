// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;

/**
 * How much one change may be while its pieces arrive. What a gateway may hold fits several times, so that no sender that cuts sensibly meets these; what
 * passes them ends the stream, for half a change means nothing. Owned by the control loop.
 */
final class ChangeBounds {

    /** Each of at most 1 MiB. */
    static final int MAX_PIECES = 1_024;

    /** Items named, to be put or removed, whether they exist or not: more than twice what a gateway may hold. */
    static final int MAX_ITEMS = 65_536;

    /** Octets of all messages: several times the largest snapshot. */
    static final long MAX_OCTETS = 64L << 20;

    private int pieces;
    private int items;
    private long octets;

    /**
     * One more piece has come.
     *
     * @throws RefusedException if the change is too large
     */
    void add(ExportChange piece) {
        pieces++;
        items += piece.named();
        octets += piece.octets();
        require("pieces", pieces, MAX_PIECES);
        require("items", items, MAX_ITEMS);
        require("octets", octets, MAX_OCTETS);
    }

    private static void require(String what, long count, long limit) {
        if (count > limit) {
            throw new RefusedException(
                    Reason.QUOTA_EXCEEDED,
                    "change of exports: " + count + " " + what + " (expected: at most " + limit
                            + " in all deltas of one change)");
        }
    }
}
