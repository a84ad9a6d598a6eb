// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.Keypair;
import java.net.InetSocketAddress;

/** What the packet path hands to the control loop. Called on a worker's event loop; never blocks; bounded. */
public interface ControlPort {

    /**
     * A handshake frame came in.
     *
     * @param frame the datagram, for the control loop to keep
     * @return false: too many are waiting; the frame is lost
     */
    boolean onHandshakeFrame(byte[] frame, InetSocketAddress from);

    /** A packet waits for a session with {@code peer}. */
    void requestSession(PeerId peer);

    /** The first frame under {@code keypair} came in. */
    void onConfirmed(Keypair keypair);

    /** A path probe of ours was answered. */
    void onProbeAnswer(PeerId peer, long probe);

    /**
     * A peer says that it stops soon, or that it does not any more; each worker says each once.
     *
     * @return false: too many messages are waiting; to be said again
     */
    boolean onLeaving(PeerId peer, boolean leaving);
}
