// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/** Collects what one event leads to. A new snapshot goes out before everything that counts on it. */
final class Outbox {

    private final List<SessionAction> actions = new ArrayList<>();
    private final BitSet changed = new BitSet();

    void add(SessionAction action) {
        actions.add(action);
    }

    /** A worker must see a new snapshot. */
    void changed(int worker) {
        changed.set(worker);
    }

    /** @param snapshot makes a new one, in which the sessions of these workers are made anew */
    List<SessionAction> drain(Function<BitSet, SessionSnapshot> snapshot) {
        if (!changed.isEmpty()) {
            actions.addFirst(new SessionAction.Publish(snapshot.apply(changed)));
        }
        return List.copyOf(actions);
    }
}
