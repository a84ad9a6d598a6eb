// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.net.FakeDatagramPort;
import dev.hanse.tunnel.net.FakeWan;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.queue.FairQueue;
import dev.hanse.tunnel.queue.QueueSettings;
import dev.hanse.tunnel.session.HandmadeSessions;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.session.PeerActivity;
import dev.hanse.tunnel.session.PeerSession;
import dev.hanse.tunnel.session.Role;
import dev.hanse.tunnel.tun.FakeTunQueue;
import dev.hanse.tunnel.tun.TunOffloads;
import dev.hanse.tunnel.wire.LongFrame;
import dev.hanse.tunnel.wire.TransportFrame;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One worker with devices in memory and one peer, whose part the test plays: it has the other end of the keypair. */
final class LoneWorker {

    static final int MTU = 1420;
    static final PeerId FAR = new PeerId("west", "gw");
    static final TunOffloads ALL = new TunOffloads(true, true, true);

    final InetSocketAddress here = new InetSocketAddress("192.0.2.1", 51820);
    final InetSocketAddress there = new InetSocketAddress("192.0.2.2", 51820);
    final FakeWan wan = new FakeWan();
    final FakeDatagramPort port = wan.bind(here);
    final FakeTunQueue tun = new FakeTunQueue();
    final PeerActivity activity = HandmadeSessions.activity();
    final Keypair own;
    final Keypair far;
    final WorkerPath path;
    final List<byte[]> handshakes = new ArrayList<>();
    final List<PeerId> requested = new ArrayList<>();
    final List<Keypair> confirmed = new ArrayList<>();
    final List<Long> answered = new ArrayList<>();
    final List<Boolean> leaving = new ArrayList<>();
    int turnsAsked;
    boolean controlFails;
    /** What each look at the clock costs. */
    long step;

    private final PeerRoutes local =
            PeerRoutes.of(List.of(List.of(IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("fd00:1::/32"))));
    /** Has the first slot and no session. */
    private final PeerConfig refused = config(new PeerId("south", "gw"), 3, "10.8.0.0/16", "fd00:8::/32");

    private final PeerConfig config = config(FAR, 2, "10.2.0.0/16", "fd00:2::/32");
    private PathSnapshot published;
    private long now = 1_000_000_000L;

    LoneWorker(CipherSuite suite) {
        this(suite, Role.INITIATOR, ALL);
    }

    LoneWorker(CipherSuite suite, Role role, TunOffloads offloads) {
        Role other = role == Role.INITIATOR ? Role.RESPONDER : Role.INITIATOR;
        own = HandmadeSessions.keypair(FAR, activity, role, suite, 5, 6, now);
        far = HandmadeSessions.keypair(new PeerId("east", "gw"), HandmadeSessions.activity(), other, suite, 6, 5, now);
        activity.learnRemote(there);
        published = snapshot(own);
        path = new WorkerPath(
                0,
                tun,
                offloads,
                port,
                local,
                MTU,
                () -> published,
                new Recorder(),
                7,
                this::nanos,
                () -> turnsAsked++);
    }

    private PeerConfig config(PeerId id, int seed, String v4, String v6) {
        return new PeerConfig(
                id,
                TunnelPublicKey.of(X25519PrivateKey.generate(new Random(seed)).publicKey()),
                Optional.empty(),
                List.of(there),
                List.of(IpPrefix.parse(v4), IpPrefix.parse(v6)),
                Set.of(CipherSuite.AES_256_GCM),
                false);
    }

    /** From now on this keypair seals what goes to the peer; null: there is no session. */
    void publish(@Nullable Keypair sending) {
        published = snapshot(sending);
    }

    /** From now on there is a session with a peer that nobody knows the address of. */
    void publishWithoutAddress(Keypair sending) {
        published = snapshot(new PeerSession(FAR, sending, HandmadeSessions.activity()));
    }

    /** From now on there is no peer. */
    void publishNobody() {
        published = new PathSnapshot(
                List.of(),
                PeerRoutes.of(List.of()),
                Set.of(),
                Set.of(),
                Set.of(),
                Map.of(),
                HandmadeSessions.snapshot(List.of(), List.of()),
                Map.of());
    }

    private PathSnapshot snapshot(@Nullable Keypair sending) {
        return snapshot(new PeerSession(FAR, sending, activity));
    }

    private PathSnapshot snapshot(PeerSession session) {
        return new PathSnapshot(
                List.of(refused, config),
                PeerRoutes.of(List.of(refused.prefixes(), config.prefixes())),
                Set.of(),
                Set.of(),
                Set.of(),
                Map.of(),
                HandmadeSessions.snapshot(List.of(session), List.of(own)),
                Map.of());
    }

    long now() {
        return now;
    }

    void advance(long nanos) {
        now += nanos;
    }

    private long nanos() {
        now += step;
        return now;
    }

    /** A packet of a pod comes out of the device, in a turn of its own. */
    void offer(byte[] packet) {
        tun.offer(packet);
        path.onTunReadable();
    }

    /** Frames of the peer come in, in one turn. */
    void arrive(byte[]... frames) {
        for (byte[] frame : frames) {
            wan.inject(there, here, frame);
        }
        path.onPortReadable();
    }

    /** The inbound half once more, for one that is told of its turns. */
    InboundPath inbound(TurnYield turns) {
        PeerPaths paths = new PeerPaths(0, MTU, () -> published);
        DropCounters drops = new DropCounters();
        OutboundPath outbound = new OutboundPath(
                new OutboundQueue(tun, new FairQueue(QueueSettings.standard(0, OutboundPath.PADDING), 1), drops),
                port,
                paths,
                new Recorder(),
                drops,
                new IcmpReplies(tun),
                this::nanos);
        return new InboundPath(port, tun, ALL, paths, local, new Recorder(), outbound, drops, turns, this::nanos);
    }

    byte[] sealed(int flags, byte[] content) {
        byte[] frame = new byte[content.length + TransportFrame.MIN_OCTETS];
        far.seal(flags, content, 0, content.length, frame, 0, now);
        return frame;
    }

    /** The datagrams of a long frame with this content. */
    List<byte[]> sealedLong(byte[] content) {
        byte[] frame = sealed(TransportFrame.LONG | TransportFrame.PARTIAL_CHECKSUM, content);
        int each = MTU + TransportFrame.MIN_OCTETS;
        int count = LongFrame.pieces(frame.length, each);
        byte[] buffer = new byte[LongFrame.octets(frame.length, count)];
        System.arraycopy(frame, 0, buffer, LongFrame.shift(count), frame.length);
        LongFrame.cut(buffer, 0, frame.length, each);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < buffer.length; at += each) {
            pieces.add(Arrays.copyOfRange(buffer, at, Math.min(at + each, buffer.length)));
        }
        return pieces;
    }

    /** What the peer finds in a frame. */
    byte[] opened(byte[] frame) {
        byte[] content = new byte[frame.length - TransportFrame.MIN_OCTETS];
        if (far.open(frame, 0, frame.length, content, 0, now) != content.length) {
            throw new AssertionError("not a frame of this keypair");
        }
        return content;
    }

    static PacketBuilder out() {
        return new PacketBuilder().addresses("10.1.0.5", "10.2.0.6");
    }

    static PacketBuilder in() {
        return new PacketBuilder().addresses("10.2.0.6", "10.1.0.5");
    }

    private final class Recorder implements ControlPort {

        @Override
        public boolean onHandshakeFrame(byte[] frame, InetSocketAddress from) {
            failOrGoOn();
            return handshakes.add(frame);
        }

        @Override
        public void requestSession(PeerId peer) {
            failOrGoOn();
            requested.add(peer);
        }

        @Override
        public void onConfirmed(Keypair keypair) {
            confirmed.add(keypair);
        }

        @Override
        public void onProbeAnswer(PeerId peer, long probe) {
            answered.add(probe);
        }

        @Override
        public boolean onLeaving(PeerId peer, boolean leaves) {
            return !controlFails && leaving.add(leaves);
        }

        private void failOrGoOn() {
            if (controlFails) {
                throw new IllegalStateException("on purpose");
            }
        }
    }
}
