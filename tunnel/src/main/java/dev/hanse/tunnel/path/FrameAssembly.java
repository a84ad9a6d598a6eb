// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.net.DatagramBurst;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.wire.LongFrame;
import dev.hanse.tunnel.wire.TransportFrame;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the long frames of one peer together. Pieces may come in any order; a few frames may be under way at once, and when more are, the
 * one with the lowest counter goes. Nothing here is authentic yet: a forged piece can spoil one frame, as it can where IP fragments.
 * Owned by one data worker.
 */
final class FrameAssembly {

    /** Frames under way at once; more than one only where the path reorders. */
    static final int SLOTS = 4;

    private final AssemblySlot[] slots =
            Stream.generate(AssemblySlot::new).limit(SLOTS).toArray(AssemblySlot[]::new);
    private Outcome outcome = Outcome.KEPT;

    /** What became of a piece. */
    enum Outcome {
        /** Kept; the frame is not whole yet. */
        KEPT,
        /** Kept, and another frame that was not whole had to go for it. */
        REPLACED,
        /** The piece says what cannot be; what was there of its frame is gone. */
        REFUSED
    }

    /**
     * Takes a piece.
     *
     * @param keypair awaits the frame's counter
     * @param header of the piece, from the start of the array
     * @param burst has the piece, {@code length} octets at {@code offset}
     * @return the whole frame from the start of the array, good until the next call; null: see {@link #outcome}
     */
    byte @Nullable [] add(Keypair keypair, byte[] header, DatagramBurst burst, int offset, int length) {
        int octets = TransportFrame.length(header, 0);
        if (octets <= TransportFrame.MIN_OCTETS || octets > LongFrame.MAX_OCTETS) {
            outcome = Outcome.REFUSED;
            return null;
        }
        outcome = Outcome.KEPT;
        AssemblySlot slot = slot(keypair, TransportFrame.counter(header, 0), octets);
        if (!slot.add(header, burst, offset, length)) {
            slot.clear();
            outcome = Outcome.REFUSED;
            return null;
        }
        return slot.takeIfComplete(header);
    }

    /** Why the last {@link #add} gave nothing. */
    Outcome outcome() {
        return outcome;
    }

    private AssemblySlot slot(Keypair keypair, long counter, int octets) {
        for (AssemblySlot slot : slots) {
            if (slot.holds(keypair, counter)) {
                return slot;
            }
        }
        AssemblySlot taken = slots[0];
        for (AssemblySlot slot : slots) {
            taken = slot.goesBefore(taken, keypair) ? slot : taken;
        }
        outcome = taken.isFree() ? Outcome.KEPT : Outcome.REPLACED;
        taken.begin(keypair, counter, octets);
        return taken;
    }
}
