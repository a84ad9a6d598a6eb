// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what one event leads to. A new snapshot goes out before everything that counts on it. */
final class Outbox {

    private final List<SessionAction> actions = new ArrayList<>();
    private boolean changed;

    void add(SessionAction action) {
        actions.add(action);
    }

    /** The workers must see a new snapshot. */
    void changed() {
        changed = true;
    }

    List<SessionAction> drain(Supplier<SessionSnapshot> snapshot) {
        if (changed) {
            actions.addFirst(new SessionAction.Publish(snapshot.get()));
        }
        return List.copyOf(actions);
    }
}
