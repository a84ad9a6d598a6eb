// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.peer.PeerId;
import java.net.InetSocketAddress;

/** What {@link SessionControl} wants done, in the order of the list that holds it. */
public sealed interface SessionAction {

    /** Send a datagram from the worker's UDP port. The array is the receiver's to keep. */
    record Send(int worker, InetSocketAddress remote, byte[] datagram) implements SessionAction {}

    /** Publish to the workers. */
    record Publish(SessionSnapshot snapshot) implements SessionAction {}

    /**
     * The keypair may be used for sending, and the published snapshot names it. Flush what was staged for the peer at
     * this worker; if that is nothing and the keypair's role is {@link Role#INITIATOR}, send a keepalive, which
     * confirms the session to the peer.
     */
    record Established(int worker, PeerId peer, Keypair keypair) implements SessionAction {}

    /** Seal an empty packet to the peer at this worker and send it, if there is a sending keypair. */
    record Keepalive(int worker, PeerId peer) implements SessionAction {}

    /** No answer for {@link SessionLimits#REKEY_ATTEMPT_TIME}: drop what was staged. The next packet may ask again. */
    record Abandoned(int worker, PeerId peer) implements SessionAction {}

    /**
     * Erase the keypair on its worker's event loop, after that worker has seen the snapshot published before it; no
     * published snapshot names the keypair any more.
     */
    record Erase(int worker, Keypair keypair) implements SessionAction {}
}
