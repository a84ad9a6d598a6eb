// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.net.keys.PresharedKey;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.wire.FrameKind;
import dev.hanse.tunnel.wire.TransportFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel endpoint of one worker in memory: session control, and what a data worker and the control loop around it do,
 * on a fake network and clock. Randomness comes from a seed.
 */
final class TestEndpoint {

    final PeerId id;
    final X25519PrivateKey key;
    final InetSocketAddress address;
    final SessionControl control;
    final KeyLedger ledger;
    final List<byte[]> received = new ArrayList<>();
    final List<SessionAction> actions = new ArrayList<>();
    final Map<Keypair, Set<Long>> counters = new IdentityHashMap<>();
    final Map<Integer, Integer> openResults = new HashMap<>();
    final Set<Keypair> published = new HashSet<>();
    final Set<Keypair> erased = new HashSet<>();
    private final TestNetwork network;
    private final Deque<byte[]> staged = new ArrayDeque<>();
    private SessionSnapshot snapshot;

    TestEndpoint(String name, int host, SessionSettings settings, TestNetwork network, long seed) {
        try {
            this.address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) host}), 51820);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
        this.id = new PeerId(name, "gw");
        Random random = new Random(seed);
        this.key = X25519PrivateKey.generate(random);
        this.network = network;
        this.ledger = new KeyLedger(network::nanos);
        this.control = new SessionControl(key, settings, ledger, network, random);
        this.snapshot = control.snapshot();
        network.attach(this);
    }

    static SessionSettings settings(CipherSuite... ciphers) {
        return new SessionSettings(List.of(ciphers), 1, Optional.empty());
    }

    PeerConfig asPeer(boolean withAddress, @Nullable PresharedKey presharedKey, CipherSuite... ciphers) {
        return new PeerConfig(
                id,
                TunnelPublicKey.of(key.publicKey()),
                Optional.ofNullable(presharedKey),
                withAddress ? List.of(address) : List.of(),
                List.of(),
                Set.of(ciphers),
                false);
    }

    void apply(PeerConfig... peers) {
        run(control.apply(List.of(peers)));
    }

    void tick() {
        run(control.onTick(network.nanos()));
    }

    /** What the outbound path does with a packet. */
    void sendPacket(TestEndpoint to, byte[] packet) {
        if (!seal(to.id, packet)) {
            staged.addLast(packet);
            run(control.requestSession(to.id, 0, network.nanos()));
        }
    }

    void receive(byte[] datagram, InetSocketAddress from) {
        if (FrameKind.of(datagram, 0, datagram.length) == FrameKind.TRANSPORT) {
            receiveTransport(datagram, from);
        } else {
            run(control.onHandshakeFrame(0, datagram, from, network.nanos()));
        }
    }

    boolean hasSession(TestEndpoint to) {
        PeerSession session = snapshot.worker(0).session(to.id);
        return session != null && session.sending() != null;
    }

    Keypair sending(TestEndpoint to) {
        PeerSession session = snapshot.worker(0).session(to.id);
        Keypair sending = session == null ? null : session.sending();
        if (sending == null) {
            throw new AssertionError(id + " has no session with " + to.id);
        }
        return sending;
    }

    PeerActivity activity(TestEndpoint to) {
        PeerSession session = snapshot.worker(0).session(to.id);
        if (session == null) {
            throw new AssertionError("not configured: " + to.id);
        }
        return session.activity();
    }

    SessionSnapshot snapshot() {
        return snapshot;
    }

    void run(List<SessionAction> todo) {
        actions.addAll(todo);
        for (SessionAction action : todo) {
            switch (action) {
                case SessionAction.Send send -> network.send(this, send.remote(), send.datagram());
                case SessionAction.Publish publish -> publish(publish.snapshot());
                case SessionAction.Established established -> flush(established);
                case SessionAction.Keepalive keepalive -> seal(keepalive.peer(), new byte[0]);
                case SessionAction.Abandoned abandoned -> staged.clear();
                case SessionAction.Erase erase -> {
                    erase.keypair().erase();
                    erased.add(erase.keypair());
                }
            }
        }
    }

    private void publish(SessionSnapshot newSnapshot) {
        snapshot = newSnapshot;
    }

    private void flush(SessionAction.Established established) {
        published.add(established.keypair());
        if (staged.isEmpty() && established.keypair().role() == Role.INITIATOR) {
            seal(established.peer(), new byte[0]);
        }
        while (!staged.isEmpty() && seal(established.peer(), staged.getFirst())) {
            staged.removeFirst();
        }
    }

    private boolean seal(PeerId to, byte[] packet) {
        PeerSession session = snapshot.worker(0).session(to);
        Keypair keypair = session == null ? null : session.sending();
        if (session == null || keypair == null || session.activity().remote() == null) {
            return false;
        }
        byte[] frame = new byte[packet.length + TransportFrame.MIN_OCTETS];
        if (keypair.seal(0, packet, 0, packet.length, frame, 0, network.nanos()) < 0) {
            return false;
        }
        record(keypair, frame);
        if (packet.length == 0) {
            session.activity().keepaliveSent(network.nanos());
        } else {
            session.activity().dataSent(1, packet.length, network.nanos());
        }
        network.send(this, session.activity().remote(), frame);
        return true;
    }

    /** No counter may ever repeat under a keypair, and no frame may be sealed at an age that is refused. */
    private void record(Keypair keypair, byte[] frame) {
        boolean fresh = counters.computeIfAbsent(keypair, k -> new HashSet<>()).add(TransportFrame.counter(frame, 0));
        if (!fresh || network.nanos() - keypair.createdNanos() >= SessionLimits.REJECT_AFTER_TIME) {
            throw new AssertionError("counter " + TransportFrame.counter(frame, 0) + " repeats or the key is too old");
        }
    }

    private void receiveTransport(byte[] datagram, InetSocketAddress from) {
        Keypair keypair = snapshot.worker(0).keypair(TransportFrame.receiverIndex(datagram, 0));
        if (keypair == null) {
            openResults.merge(0, 1, Integer::sum);
            return;
        }
        byte[] packet = new byte[datagram.length];
        int length = keypair.open(datagram, 0, datagram.length, packet, 0, network.nanos());
        if (length < 0) {
            openResults.merge(length, 1, Integer::sum);
            return;
        }
        if (length == 0) {
            keypair.activity().keepaliveReceived(network.nanos());
        } else {
            keypair.activity().dataReceived(1, length, network.nanos());
            received.add(Arrays.copyOf(packet, length));
        }
        keypair.activity().learnRemote(from);
        if (keypair.takeConfirmation()) {
            run(control.onConfirmed(keypair));
        }
    }
}
