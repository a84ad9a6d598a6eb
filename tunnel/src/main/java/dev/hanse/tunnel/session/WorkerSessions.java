// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.peer.PeerId;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sessions of one data worker: immutable, lookups allocate nothing. */
public final class WorkerSessions {

    private final Map<PeerId, PeerSession> byPeer;
    private final int[] indices;
    private final @Nullable Keypair[] keypairs;
    private final int mask;

    WorkerSessions(Collection<PeerSession> sessions, Collection<Keypair> receiving) {
        byPeer = sessions.stream().collect(Collectors.toUnmodifiableMap(PeerSession::peer, Function.identity()));
        int capacity = Integer.highestOneBit(Math.max(4, receiving.size() * 4));
        mask = capacity - 1;
        indices = new int[capacity];
        keypairs = new Keypair[capacity];
        receiving.forEach(this::insert);
    }

    /** The session with a peer, or null if the peer is not configured. */
    public @Nullable PeerSession session(PeerId peer) {
        return byPeer.get(peer);
    }

    /** All configured peers. */
    public Collection<PeerSession> sessions() {
        return byPeer.values();
    }

    /** The keypair whose local index is {@code receiverIndex}, or null. */
    public @Nullable Keypair keypair(int receiverIndex) {
        int slot = receiverIndex & mask;
        while (keypairs[slot] != null) {
            if (indices[slot] == receiverIndex) {
                return keypairs[slot];
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    /** Open addressing at a quarter full; indices are random, so their low bits do as a hash. */
    private void insert(Keypair keypair) {
        int slot = keypair.localIndex() & mask;
        while (keypairs[slot] != null) {
            slot = slot + 1 & mask;
        }
        indices[slot] = keypair.localIndex();
        keypairs[slot] = keypair;
    }
}
