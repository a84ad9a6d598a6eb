// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

import dev.hanse.tunnel.peer.PeerId;
import java.time.Duration;
import java.time.Instant;

/**
 * The path to one peer.
 *
 * @param peer the peer
 * @param up whether probes are answered (or, for a peer without probes, whether a session lives)
 * @param roundTrip median of the last 16 answered probes; zero: none yet
 * @param since when {@code up} last changed, by the wall clock: for people, and nothing is decided by it
 * @param change grows with each change of {@code up} of any path of the endpoint: of two states of a peer, the one with the
 *     higher number is the later one
 * @param mtu longest packet of a pod that goes to the peer in one datagram, octets; 0: not known
 */
public record PathState(PeerId peer, boolean up, Duration roundTrip, Instant since, long change, int mtu) {

    /** One of which the longest packet is not known. */
    public PathState(PeerId peer, boolean up, Duration roundTrip, Instant since, long change) {
        this(peer, up, roundTrip, since, change, 0);
    }

    /** The same with another longest packet. */
    public PathState withMtu(int octets) {
        return new PathState(peer, up, roundTrip, since, change, octets);
    }
}
