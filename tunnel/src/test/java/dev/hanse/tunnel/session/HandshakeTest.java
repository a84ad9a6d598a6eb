// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.keys.PresharedKey;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.Tai64n;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.wire.ResponseFrame;
import dev.hanse.tunnel.wire.TransportFrame;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Protects interoperability: our side of the handshake meets an independent one in both roles, with a pre-shared key.
 */
class HandshakeTest {

    private static final InetSocketAddress REMOTE = new InetSocketAddress("127.0.0.2", 51820);
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final byte[] PSK = new byte[32];
    private static final byte[] HELLO = "hello, peer".getBytes(US_ASCII);
    private static final PeerId ID = new PeerId("west", "gw");

    static {
        Arrays.fill(PSK, (byte) 7);
    }

    private final X25519PrivateKey key = X25519PrivateKey.generate(new Random(1));

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void initiatesTowardsAnIndependentResponder(CipherSuite suite) {
        WhitepaperPeer peer = new WhitepaperPeer(suite, 2);
        SessionControl control = control(peer);
        byte[] initiation = sent(control.requestSession(ID, 0, 0));
        byte[] response = peer.answer(initiation, key.publicKey(), PSK, 0x01020304);
        List<SessionAction> actions = control.onHandshakeFrame(0, response, REMOTE, 1);
        assertThat(actions).hasExactlyElementsOfTypes(SessionAction.Publish.class, SessionAction.Established.class);
        exchange(control, peer);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void answersAnIndependentInitiator(CipherSuite suite) {
        WhitepaperPeer peer = new WhitepaperPeer(suite, 2);
        SessionControl control = control(peer);
        byte[] initiation = peer.initiation(key.publicKey(), Tai64n.of(NOW).octets(), 0x01020304);
        byte[] response = sent(control.onHandshakeFrame(0, initiation, REMOTE, 0));
        peer.onResponse(response, PSK);
        Keypair waiting =
                Objects.requireNonNull(control.snapshot().worker(0).keypair(ResponseFrame.senderIndex(response)));
        byte[] first = peer.transport(ResponseFrame.senderIndex(response), 0, HELLO);
        assertThat(waiting.open(first, 0, first.length, new byte[100], 0, 1)).isEqualTo(HELLO.length);
        assertThat(waiting.takeConfirmation()).isTrue();
        assertThat(waiting.takeConfirmation()).isFalse();
        assertThat(control.onConfirmed(waiting))
                .hasExactlyElementsOfTypes(SessionAction.Publish.class, SessionAction.Established.class);
        byte[] again = peer.transport(ResponseFrame.senderIndex(response), 1, HELLO);
        assertThat(waiting.open(again, 0, again.length, new byte[100], 0, 1)).isEqualTo(HELLO.length);
        exchange(control, peer);
    }

    private static void exchange(SessionControl control, WhitepaperPeer peer) {
        PeerSession session =
                Objects.requireNonNull(control.snapshot().worker(0).session(ID));
        Keypair sending = Objects.requireNonNull(session.sending());
        byte[] frame = new byte[HELLO.length + 32];
        assertThat(sending.seal(0, HELLO, 0, HELLO.length, frame, 0, 2)).isEqualTo(frame.length);
        assertThat(TransportFrame.receiverIndex(frame, 0)).isEqualTo(0x01020304);
        assertThat(peer.open(frame)).isEqualTo(HELLO);
        byte[] answer = peer.transport(sending.localIndex(), 5, HELLO);
        byte[] opened = new byte[HELLO.length];
        assertThat(sending.open(answer, 0, answer.length, opened, 0, 2)).isEqualTo(HELLO.length);
        assertThat(opened).isEqualTo(HELLO);
    }

    private SessionControl control(WhitepaperPeer peer) {
        SessionSettings settings = new SessionSettings(List.of(CipherSuite.values()), 1, Optional.empty());
        SessionControl control = new SessionControl(key, settings, new JdkEngine(), () -> NOW, new Random(3));
        control.apply(List.of(new PeerConfig(
                ID,
                TunnelPublicKey.of(peer.publicKey),
                Optional.of(PresharedKey.of(PSK)),
                List.of(REMOTE),
                List.of(),
                Set.of(peer.suite),
                false)));
        return control;
    }

    private static byte[] sent(List<SessionAction> actions) {
        return actions.stream()
                .filter(SessionAction.Send.class::isInstance)
                .map(action -> ((SessionAction.Send) action).datagram())
                .findFirst()
                .orElseThrow();
    }
}
