// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.Tai64n;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Refuses replayed initiations of one peer. At each worker a time stamp must exceed the last one (WireGuard, section
 * 5.1); and since the workers' handshakes may overtake each other, a time stamp that was taken at one worker is
 * remembered for a while against a replay to another.
 */
final class InitiationTimestamps {

    private static final int REMEMBERED = 64;

    private final @Nullable Tai64n[] latest;
    private final ArrayDeque<Tai64n> taken = new ArrayDeque<>(REMEMBERED);

    InitiationTimestamps(int workers) {
        this.latest = new Tai64n[workers];
    }

    /** Takes a time stamp of an authentic initiation; false if it must be refused. */
    boolean accept(int worker, Tai64n timestamp) {
        Tai64n last = latest[worker];
        if (last != null && timestamp.compareTo(last) <= 0 || taken.contains(timestamp)) {
            return false;
        }
        latest[worker] = timestamp;
        if (taken.size() == REMEMBERED) {
            taken.removeFirst();
        }
        taken.addLast(timestamp);
        return true;
    }
}
