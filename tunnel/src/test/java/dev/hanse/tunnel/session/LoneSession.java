// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.JdkEngine;
import dev.hanse.tunnel.crypto.Tai64n;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.wire.InitiationFrame;
import dev.hanse.tunnel.wire.ResponseFrame;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Our session with one peer, whose part the test plays by an implementation of its own; every moment is the test's choice. */
final class LoneSession {

    static final long SECOND = Duration.ofSeconds(1).toNanos();
    static final PeerId WEST = new PeerId("west", "gw");
    static final InetSocketAddress REMOTE = new InetSocketAddress("192.0.2.2", 51820);

    private static final byte[] NO_PRESHARED_KEY = new byte[32];
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    final byte[] westKey = west().publicKey;
    final X25519PrivateKey key;
    final SessionContext context;
    final PeerTable peers;
    private final HandshakeIntake intake;
    private int theirIndex = 0x100;
    private int initiations;

    LoneSession() {
        this(1);
    }

    LoneSession(long seed) {
        key = X25519PrivateKey.generate(new Random(seed));
        SessionSettings settings = new SessionSettings(List.of(CipherSuite.CHACHA20_POLY1305), 1, Optional.empty());
        context = SessionContext.of(key, settings, new JdkEngine(), () -> NOON, new Random(seed));
        peers = new PeerTable(context);
        intake = new HandshakeIntake(context, peers);
        peers.apply(List.of(config(REMOTE)), new Outbox());
    }

    PeerConfig config(InetSocketAddress... addresses) {
        return new PeerConfig(
                WEST,
                TunnelPublicKey.of(westKey),
                Optional.empty(),
                List.of(addresses),
                List.of(),
                Set.of(CipherSuite.CHACHA20_POLY1305),
                false);
    }

    Session session() {
        return Objects.requireNonNull(peers.find(WEST)).session(0);
    }

    List<SessionAction> apply(PeerConfig... desired) {
        Outbox out = new Outbox();
        peers.apply(List.of(desired), out);
        return actions(out);
    }

    List<SessionAction> request(long now) {
        Outbox out = new Outbox();
        session().request(now, out);
        return actions(out);
    }

    List<SessionAction> tick(long now) {
        Outbox out = new Outbox();
        session().tick(now, out);
        return actions(out);
    }

    List<SessionAction> confirm(Keypair keypair) {
        Outbox out = new Outbox();
        session().onConfirmed(keypair, out);
        return actions(out);
    }

    List<SessionAction> take(byte[] frame, InetSocketAddress from, long now) {
        Outbox out = new Outbox();
        intake.take(0, frame, from, now, out);
        return actions(out);
    }

    /** We call, they answer. */
    Keypair calls(long now) {
        return called(request(now), now);
    }

    /** They answer a call of ours. */
    Keypair called(List<SessionAction> call, long now) {
        take(answer(call), REMOTE, now);
        return sending();
    }

    byte[] answer(List<SessionAction> call) {
        return west().answer(datagram(call), key.publicKey(), NO_PRESHARED_KEY, theirIndex++);
    }

    /** They call, we answer; the keypair waits for its first frame. */
    Keypair answers(long now) {
        byte[] initiation = west().initiation(
                        key.publicKey(),
                        Tai64n.of(NOON.plusSeconds(++initiations)).octets(),
                        theirIndex++);
        byte[] response = datagram(take(initiation, REMOTE, now));
        return session().keypairs().stream()
                .filter(keypair -> keypair.localIndex() == ResponseFrame.senderIndex(response))
                .findFirst()
                .orElseThrow();
    }

    Keypair sending() {
        return Objects.requireNonNull(session().toPeerSession().sending());
    }

    PeerActivity activity() {
        return session().toPeerSession().activity();
    }

    /** The peer, for one handshake. */
    private static WhitepaperPeer west() {
        return new WhitepaperPeer(CipherSuite.CHACHA20_POLY1305, 99);
    }

    /** Receiver indices that are taken. */
    int indices() {
        return context.indices().getFirst().size();
    }

    static byte[] datagram(List<SessionAction> actions) {
        return sends(actions).getFirst().datagram();
    }

    static List<SessionAction.Send> sends(List<SessionAction> actions) {
        return actions.stream()
                .filter(SessionAction.Send.class::isInstance)
                .map(SessionAction.Send.class::cast)
                .toList();
    }

    static boolean isInitiation(byte[] datagram) {
        return datagram[0] == InitiationFrame.TYPE;
    }

    /** Without the snapshot, which nobody reads here. */
    private static List<SessionAction> actions(Outbox out) {
        return out.drain(_ -> new SessionSnapshot(0, List.of()));
    }
}
