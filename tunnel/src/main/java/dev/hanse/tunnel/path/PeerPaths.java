// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.net.time.SlowStart;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.session.PeerSession;
import dev.hanse.tunnel.session.WorkerSessions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One worker's view of the newest {@link PathSnapshot}. Owned by the worker; {@link #roster} is for any thread. */
public final class PeerPaths {

    private final int worker;
    private final int mtu;
    private final Supplier<PathSnapshot> published;
    private Map<PeerId, PeerPath> byId = Map.of();
    private volatile Roster roster = new Roster(byId, Traffic.NONE);
    private PathSnapshot snapshot;
    private WorkerSessions sessions;
    private PeerPath[] bySlot = {};
    private int[] ranks = {};
    private int[] shares = {};
    private @Nullable Keypair lastKeypair;
    private @Nullable PeerPath lastPath;

    /**
     * The peers of one moment.
     *
     * @param paths by peer
     * @param gone what was counted for peers that are no longer configured, so that sums never go back
     */
    record Roster(Map<PeerId, PeerPath> paths, Traffic gone) {}

    /**
     * Starts with what is published now.
     *
     * @param worker number of the worker
     * @param mtu longest packet to peers whose paths are not measured, octets
     * @param published gives the newest snapshot
     */
    public PeerPaths(int worker, int mtu, Supplier<PathSnapshot> published) {
        this.worker = worker;
        this.mtu = mtu;
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
        ranks = new int[bySlot.length];
        shares = new int[bySlot.length];
        for (int slot = 0; slot < bySlot.length; slot++) {
            PeerId id = newest.peers().get(slot).id();
            PeerSession session = sessions.session(id);
            if (session != null) {
                PeerPath known = byId.get(id);
                PeerPath path = known == null ? new PeerPath(session) : known;
                Integer measured = newest.sizes().get(id);
                path.update(slot, session, measured == null ? mtu : measured, measured != null);
                path.setLost(newest.lost().contains(id));
                kept.put(id, path);
                bySlot[slot] = path;
                ranks[slot] = rank(newest, id);
                shares[slot] = newest.shares().getOrDefault(id, SlowStart.WHOLE);
            }
        }
        publish(kept);
    }

    private static int rank(PathSnapshot snapshot, PeerId id) {
        if (snapshot.down().contains(id)) {
            return 0;
        }
        return snapshot.avoided().contains(id) ? 1 : 2;
    }

    /** In one write: a reader never finds a peer twice or not at all. */
    private void publish(Map<PeerId, PeerPath> kept) {
        Traffic gone = roster.gone();
        for (Map.Entry<PeerId, PeerPath> entry : byId.entrySet()) {
            gone = kept.containsKey(entry.getKey())
                    ? gone
                    : gone.plus(entry.getValue().traffic());
        }
        byId = Map.copyOf(kept);
        roster = new Roster(byId, gone);
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

    /** How willingly flows take the peer at a slot: of several, one of the highest rank. */
    int rank(int slot) {
        return ranks[slot];
    }

    /** Parts of its share of flows that the peer at a slot takes, 1 to {@link SlowStart#WHOLE}, of which the others of the same rank take the rest. */
    int share(int slot) {
        return shares[slot];
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

    /** The peers at this moment; any thread. */
    Roster roster() {
        return roster;
    }
}
