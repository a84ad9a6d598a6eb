// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects endpoints with many peers and workers: a handshake at one worker has nothing copied for the others. */
class WorkerSnapshotsTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.1", 51820);
    private static final long NOW = 3;

    @Test
    void aHandshakeChangesItsWorkersSessionsAlone() {
        X25519PrivateKey eastKey = key(1);
        X25519PrivateKey westKey = key(2);
        SessionControl east = control(eastKey);
        SessionControl west = control(westKey);
        east.apply(List.of(peer("west", westKey)));
        west.apply(List.of(peer("east", eastKey)));
        List<WorkerSessions> before = west.snapshot().workers();

        byte[] call = LoneSession.datagram(east.requestSession(new PeerId("west", "gw"), 1, NOW));
        west.onHandshakeFrame(1, call, ADDRESS, NOW);

        assertThat(west.snapshot().worker(0)).isSameAs(before.get(0));
        assertThat(west.snapshot().worker(1)).isNotSameAs(before.get(1));
    }

    private static X25519PrivateKey key(long seed) {
        return X25519PrivateKey.generate(new Random(seed));
    }

    private static SessionControl control(X25519PrivateKey key) {
        SessionSettings settings = new SessionSettings(List.of(CipherSuite.AES_256_GCM), 2, Optional.empty());
        return new SessionControl(key, settings, new JdkEngine(), () -> Instant.EPOCH, new Random(3));
    }

    private static PeerConfig peer(String cluster, X25519PrivateKey key) {
        return new PeerConfig(
                new PeerId(cluster, "gw"),
                TunnelPublicKey.of(key.publicKey()),
                Optional.empty(),
                List.of(ADDRESS),
                List.of(),
                Set.of(CipherSuite.AES_256_GCM),
                false);
    }
}
