// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.control;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps sessions from carrying a prefix before its unreachable route has been set; nothing else waits for that. Owned by the control loop. */
public final class PrefixGate {

    private final Set<IpPrefix> closed = new HashSet<>();

    /** No prefix has its route. */
    public PrefixGate() {}

    /** All prefixes of {@code peers}. */
    public static Set<IpPrefix> prefixes(List<PeerConfig> peers) {
        return peers.stream().flatMap(peer -> peer.prefixes().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The unreachable routes of these prefixes, which are those of the last {@link #admit}, have been set. */
    public void onClosed(Set<IpPrefix> prefixes) {
        closed.addAll(prefixes);
    }

    /**
     * What may be had of {@code desired} at once. A peer that is {@code present} with the same keys stays, without its new prefixes; another one
     * comes where it has no new ones, and waits otherwise: it would send what is not taken yet.
     */
    public List<PeerConfig> admit(List<PeerConfig> present, List<PeerConfig> desired) {
        // The routes of the others go.
        closed.retainAll(prefixes(desired));
        Map<PeerId, PeerConfig> known = new HashMap<>();
        present.forEach(peer -> known.put(peer.id(), peer));
        return desired.stream()
                .filter(peer -> closed.containsAll(peer.prefixes()) || isSame(known.get(peer.id()), peer))
                .map(this::withoutNew)
                .toList();
    }

    private static boolean isSame(@Nullable PeerConfig known, PeerConfig peer) {
        return known != null
                && known.publicKey().equals(peer.publicKey())
                && known.presharedKey().equals(peer.presharedKey());
    }

    private PeerConfig withoutNew(PeerConfig peer) {
        return peer.withPrefixes(
                peer.prefixes().stream().filter(closed::contains).toList());
    }
}
