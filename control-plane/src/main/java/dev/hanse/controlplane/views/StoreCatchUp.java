// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StateWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes everything that lives in memory once the store works again. Owned by the control loop. */
public final class StoreCatchUp {

    private final StateWriter writer;
    private final Peers peers;
    private final MemberExports exports;
    private final Views views;

    /** For what these know. */
    public StoreCatchUp(StateWriter writer, Peers peers, MemberExports exports, Views views) {
        this.writer = writer;
        this.peers = peers;
        this.exports = exports;
        this.views = views;
    }

    /** Tries, where the store is behind. Called about once a second. */
    public void run() {
        writer.catchUp(this::everything);
    }

    private List<StateChange> everything() {
        List<StateChange> changes = new ArrayList<>();
        peers.members().gateways().forEach(gateway -> changes.add(new StateChange.PutGateway(gateway)));
        changes.add(new StateChange.ReplaceExports(exports.saved(views.saved())));
        return changes;
    }
}
