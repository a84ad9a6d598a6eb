// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.peer;

import dev.hanse.net.address.IpPrefix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The longest-prefix table from addresses to the peers that have them. Several peers may have the same prefix (the gateways of one
 * cluster); where prefixes nest, the longer one wins. Immutable; lookups allocate nothing.
 *
 * <p>A peer is its position in the list that the table was made from.
 */
public final class PeerRoutes {

    private static final int[] NONE = {};

    private final RangeTable v4;
    private final RangeTable v6;
    private final int[][] members;

    private PeerRoutes(Map<IpPrefix, int[]> members) {
        this.members = members.values().toArray(int[][]::new);
        List<IpPrefix> prefixes = List.copyOf(members.keySet());
        v4 = RangeTable.of(prefixes, 4);
        v6 = RangeTable.of(prefixes, 16);
    }

    /** Table of the prefixes of {@code peers}. */
    public static PeerRoutes of(List<List<IpPrefix>> peers) {
        Map<IpPrefix, int[]> members = new LinkedHashMap<>();
        for (int peer = 0; peer < peers.size(); peer++) {
            for (IpPrefix prefix : peers.get(peer)) {
                members.merge(prefix, new int[] {peer}, PeerRoutes::union);
            }
        }
        return new PeerRoutes(members);
    }

    private static int[] union(int[] known, int[] added) {
        if (Arrays.stream(known).anyMatch(peer -> peer == added[0])) {
            return known;
        }
        int[] both = Arrays.copyOf(known, known.length + 1);
        both[known.length] = added[0];
        return both;
    }

    /**
     * The peers that have an address; none: empty. The array is the table's own.
     *
     * @param buffer has the address at {@code offset}
     * @param octets 4 or 16
     */
    public int[] lookup(byte[] buffer, int offset, int octets) {
        int entry = (octets == 4 ? v4 : v6).find(buffer, offset);
        return entry < 0 ? NONE : members[entry];
    }

    /** Whether {@code peer} is one of those that have the address. */
    public boolean has(int peer, byte[] buffer, int offset, int octets) {
        for (int candidate : lookup(buffer, offset, octets)) {
            if (candidate == peer) {
                return true;
            }
        }
        return false;
    }
}
