// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured peers, by id and by public key. */
final class PeerTable {

    private static final Logger LOG = LoggerFactory.getLogger(PeerTable.class);

    private final SessionContext context;
    private final TunnelPublicKey ownKey;
    private final Map<PeerId, Peer> byId = new LinkedHashMap<>();
    private final Map<TunnelPublicKey, Peer> byKey = new HashMap<>();

    PeerTable(SessionContext context) {
        this.context = context;
        this.ownKey = TunnelPublicKey.of(context.own().publicKey());
    }

    /**
     * Brings the table to the desired set. A peer that cannot be is left out and logged; it must not keep the others
     * away.
     */
    void apply(List<PeerConfig> desired, Outbox out) {
        Map<PeerId, PeerConfig> accepted = accepted(desired);
        List.copyOf(byId.values()).stream()
                .filter(peer -> gone(peer, accepted.get(peer.id())))
                .forEach(peer -> remove(peer, out));
        accepted.values().forEach(config -> put(config, out));
    }

    @Nullable
    Peer find(PeerId id) {
        return byId.get(id);
    }

    @Nullable
    Peer find(TunnelPublicKey key) {
        return byKey.get(key);
    }

    Collection<Peer> all() {
        return byId.values();
    }

    private Map<PeerId, PeerConfig> accepted(List<PeerConfig> desired) {
        Map<PeerId, PeerConfig> accepted = new LinkedHashMap<>();
        Map<TunnelPublicKey, PeerId> owners = new HashMap<>();
        for (PeerConfig config : desired) {
            PeerId owner = owners.putIfAbsent(config.publicKey(), config.id());
            if (config.publicKey().equals(ownKey)) {
                LOG.warn("peer {} is left out: it has our own public key", config.id());
            } else if (owner != null) {
                LOG.warn("peer {} is left out: {} has the same id or public key", config.id(), owner);
            } else if (accepted.putIfAbsent(config.id(), config) != null) {
                LOG.warn("peer {} is left out the second time: the first entry of that id counts", config.id());
            }
        }
        return accepted;
    }

    private static boolean gone(Peer peer, @Nullable PeerConfig desired) {
        return desired == null || !peer.sameKeys(desired);
    }

    private void remove(Peer peer, Outbox out) {
        byId.remove(peer.id());
        byKey.remove(peer.config().publicKey());
        peer.close(out);
    }

    private void put(PeerConfig config, Outbox out) {
        Peer known = byId.get(config.id());
        if (known != null) {
            known.reconfigure(config);
            return;
        }
        PeerKeys keys = PeerKeys.of(context.own(), config);
        if (keys == null) {
            LOG.warn("peer {} is left out: its public key is of small order and gives no secret", config.id());
            return;
        }
        Peer peer = new Peer(config, keys, context);
        byId.put(config.id(), peer);
        byKey.put(config.publicKey(), peer);
        peer.sessions().forEach(session -> out.changed(session.worker()));
    }
}
