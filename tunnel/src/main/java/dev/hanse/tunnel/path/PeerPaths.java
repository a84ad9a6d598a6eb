// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.session.PeerSession;
import dev.hanse.tunnel.session.WorkerSessions;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One worker's view of the newest {@link PathSnapshot}. Owned by the worker; {@link #all} is for any thread. */
public final class PeerPaths {

    private final int worker;
    private final Supplier<PathSnapshot> published;
    private final Map<PeerId, PeerPath> byId = new ConcurrentHashMap<>();
    private PathSnapshot snapshot;
    private WorkerSessions sessions;
    private PeerPath[] bySlot = {};
    private boolean[] usable = {};
    private @Nullable Keypair lastKeypair;
    private @Nullable PeerPath lastPath;

    /**
     * Starts with what is published now.
     *
     * @param worker number of the worker
     * @param published gives the newest snapshot
     */
    public PeerPaths(int worker, Supplier<PathSnapshot> published) {
        this.worker = worker;
        this.published = published;
        snapshot = published.get();
        sessions = snapshot.sessions().worker(worker);
        take(snapshot);
    }

    /** Takes the newest snapshot; to be called at the start of every burst and command. */
    public void refresh() {
        PathSnapshot newest = published.get();
        if (newest != snapshot) {
            take(newest);
        }
    }

    private void take(PathSnapshot newest) {
        snapshot = newest;
        sessions = newest.sessions().worker(worker);
        lastKeypair = null;
        lastPath = null;
        Map<PeerId, PeerPath> kept = new HashMap<>();
        bySlot = new PeerPath[newest.peers().size()];
        usable = new boolean[bySlot.length];
        for (int slot = 0; slot < bySlot.length; slot++) {
            PeerId id = newest.peers().get(slot).id();
            PeerSession session = sessions.session(id);
            if (session != null) {
                PeerPath path = byId.computeIfAbsent(id, ignored -> new PeerPath(session));
                path.update(slot, session);
                kept.put(id, path);
                bySlot[slot] = path;
                usable[slot] = !newest.down().contains(id);
            }
        }
        byId.keySet().retainAll(kept.keySet());
    }

    /** The routes to peers. */
    PeerRoutes routes() {
        return snapshot.routes();
    }

    /** The peer at a slot; null: it has been refused by the session layer. */
    @Nullable
    PeerPath path(int slot) {
        return bySlot[slot];
    }

    /** Whether the path of the peer at a slot is not known to be down. */
    boolean usable(int slot) {
        return usable[slot];
    }

    /** The peer with an id; null: not configured. */
    public @Nullable PeerPath path(PeerId id) {
        return byId.get(id);
    }

    /** The keypair behind a receiver index; null: unknown. */
    @Nullable
    Keypair keypair(int receiverIndex) {
        return sessions.keypair(receiverIndex);
    }

    /** The peer that a keypair belongs to; null: no longer configured. */
    @Nullable
    PeerPath path(Keypair keypair) {
        if (keypair != lastKeypair) {
            lastPath = byId.get(keypair.peer());
            lastKeypair = keypair;
        }
        return lastPath;
    }

    /** All peers at this moment. */
    public Collection<PeerPath> all() {
        return List.copyOf(byId.values());
    }
}
