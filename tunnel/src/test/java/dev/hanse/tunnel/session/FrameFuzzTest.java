// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.PacketCipher;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.wire.FrameKind;
import dev.hanse.tunnel.wire.TransportFrame;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assertions;

/**
 * Protects the decoders of frames against foreign octets: no exception, bounded output, and no forged packet comes
 * through.
 */
class FrameFuzzTest {

    private static final InetSocketAddress FROM = new InetSocketAddress("10.0.0.1", 51820);
    private static final PeerId PEER = new PeerId("peer", "gw");
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final int MAX_ACTIONS = 3;
    private static final int MACS_OCTETS = 32;

    private final X25519PrivateKey own = X25519PrivateKey.generate(new Random(1));
    private final WhitepaperPeer peer = new WhitepaperPeer(CipherSuite.CHACHA20_POLY1305, 2);

    /** Each input as it is, and with a right mac1, so that the cryptography behind it is reached. */
    @FuzzTest(maxDuration = "10m")
    void takesAnyHandshakeFrame(byte[] octets) {
        SessionControl control = control();
        control.requestSession(PEER, 0, 0);
        feed(control, octets, 1);
        if (octets.length >= MACS_OCTETS) {
            byte[] stamped = octets.clone();
            new MacStamp(own.publicKey()).stamp(stamped, 0);
            feed(control, stamped, 2);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void opensNoTransportFrameThatWasNotSealed(byte[] octets) {
        for (CipherSuite suite : CipherSuite.values()) {
            KeypairId id = new KeypairId(PEER, 0, Role.INITIATOR, suite, 1, 2);
            byte[] key = new byte[PacketCipher.KEY_OCTETS];
            new Random(7).nextBytes(key);
            Keypair keypair =
                    new TransportKeys(key.clone(), key.clone()).toKeypair(id, new PeerActivity(), new JdkEngine(), 0);
            int result = keypair.open(octets, 0, octets.length, new byte[octets.length], 0, 0);
            Assertions.assertTrue(result < 0, "a frame that nobody sealed opened");
            boolean transport = FrameKind.of(octets, 0, octets.length) == FrameKind.TRANSPORT;
            Assertions.assertTrue(transport || result == Keypair.MALFORMED);
            if (transport) {
                Assertions.assertEquals(octets[1] & 0xff, TransportFrame.flags(octets, 0));
            }
        }
    }

    private static void feed(SessionControl control, byte[] octets, long now) {
        List<SessionAction> actions = control.onHandshakeFrame(0, octets, FROM, now);
        Assertions.assertTrue(actions.size() <= MAX_ACTIONS);
    }

    private SessionControl control() {
        SessionSettings settings = new SessionSettings(List.of(CipherSuite.values()), 1, Optional.empty());
        SessionControl control = new SessionControl(own, settings, new JdkEngine(), () -> NOW, new Random(3));
        control.apply(List.of(new PeerConfig(
                PEER,
                TunnelPublicKey.of(peer.publicKey),
                Optional.empty(),
                List.of(FROM),
                List.of(),
                Set.of(CipherSuite.CHACHA20_POLY1305),
                false)));
        return control;
    }
}
