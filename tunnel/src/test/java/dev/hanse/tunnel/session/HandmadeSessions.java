// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.peer.PeerId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Sessions without handshakes, for tests of those who use them. */
public final class HandmadeSessions {

    private HandmadeSessions() {}

    /** Of a peer that nobody has heard of yet. */
    public static PeerActivity activity() {
        return new PeerActivity();
    }

    /** One end of a keypair; the other one has the other role and the indices exchanged. */
    public static Keypair keypair(
            PeerId peer,
            PeerActivity activity,
            Role role,
            CipherSuite suite,
            int local,
            int remote,
            long createdNanos) {
        KeypairId id = new KeypairId(peer, 0, role, suite, local, remote);
        byte[] fromInitiator = key(1);
        byte[] fromResponder = key(2);
        TransportKeys keys = role == Role.INITIATOR
                ? new TransportKeys(fromInitiator, fromResponder)
                : new TransportKeys(fromResponder, fromInitiator);
        return keys.toKeypair(id, activity, new JdkEngine(), createdNanos);
    }

    /** What one worker is to know. */
    public static SessionSnapshot snapshot(Collection<PeerSession> sessions, Collection<Keypair> receiving) {
        return new SessionSnapshot(1, List.of(new WorkerSessions(sessions, receiving)));
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }
}
