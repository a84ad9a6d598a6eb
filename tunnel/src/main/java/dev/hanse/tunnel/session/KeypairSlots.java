// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keypairs of one session (WireGuard, section 6.3): {@code current} sends; {@code next} was made as responder and
 * waits for the first frame under it; {@code previous} still opens late frames. Whatever leaves a slot for good waits
 * in {@link #takeRetired}.
 */
final class KeypairSlots {

    private final boolean ownWins;
    private final List<Keypair> retired = new ArrayList<>();
    private @Nullable Keypair current;
    private @Nullable Keypair next;
    private @Nullable Keypair previous;

    /** {@code ownWins}: which end's handshake counts if both called at once; the two ends must disagree about it. */
    KeypairSlots(boolean ownWins) {
        this.ownWins = ownWins;
    }

    /** A handshake of ours was answered: its keypair sends at once. */
    void installInitiated(Keypair keypair) {
        retire(previous);
        previous = current;
        current = keypair;
    }

    /** We answered a handshake: its keypair waits for the first frame. */
    void installResponded(Keypair keypair) {
        retire(next);
        next = keypair;
    }

    /**
     * A first frame came in under a waiting keypair.
     *
     * @return whether it is the sending one now
     */
    boolean confirm(Keypair keypair) {
        if (keypair != next) {
            return false;
        }
        next = null;
        retire(previous);
        if (yields(keypair)) {
            previous = keypair;
            return false;
        }
        previous = current;
        current = keypair;
        return true;
    }

    /**
     * If both ends called at once, there are two keypairs and both ends must settle on the same one: that of the
     * winning end. The loser's was made here before our own handshake was answered.
     */
    private boolean yields(Keypair confirmed) {
        Keypair own = current;
        if (own == null || own.role() != Role.INITIATOR) {
            return false;
        }
        long newerBy = own.createdNanos() - confirmed.createdNanos();
        return newerBy >= 0 && (ownWins || newerBy > SessionLimits.REKEY_TIMEOUT);
    }

    /** Retires what is too old. */
    void expire(long nowNanos) {
        all().stream().filter(keypair -> keypair.tooOld(nowNanos)).forEach(this::remove);
    }

    /** Retires everything. */
    void clear() {
        all().forEach(this::remove);
    }

    /** What was retired since the last call. */
    List<Keypair> takeRetired() {
        List<Keypair> result = List.copyOf(retired);
        retired.clear();
        return result;
    }

    /** The keypair to send under. */
    @Nullable
    Keypair sending() {
        return current;
    }

    /** Every keypair that may still open a frame. */
    List<Keypair> all() {
        List<Keypair> result = new ArrayList<>(3);
        add(result, current);
        add(result, next);
        add(result, previous);
        return result;
    }

    private static void add(List<Keypair> list, @Nullable Keypair keypair) {
        if (keypair != null) {
            list.add(keypair);
        }
    }

    private void remove(Keypair keypair) {
        current = current == keypair ? null : current;
        next = next == keypair ? null : next;
        previous = previous == keypair ? null : previous;
        retired.add(keypair);
    }

    private void retire(@Nullable Keypair keypair) {
        if (keypair != null) {
            retired.add(keypair);
        }
    }
}
