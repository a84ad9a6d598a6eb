// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import dev.hanse.tunnel.crypto.CipherEngine;
import dev.hanse.tunnel.crypto.X25519PrivateKey;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes, renews and ends the sessions of a tunnel endpoint: one per peer and data worker, each with a handshake of its
 * own over that worker's UDP port. Owned by the control event loop; does no I/O. Every event returns what is to be done
 * about it, see {@link SessionAction}. Times are {@link System#nanoTime} values and must not go backwards.
 */
public final class SessionControl {

    /** How often {@link #onTick} is to be called at least, in nanoseconds; timers are as exact as that. */
    public static final long TICK_NANOS = 100_000_000;

    private SessionContext context;
    private PeerTable peers;
    private HandshakeIntake intake;
    private final Map<HandshakeDrop, Long> drops = new EnumMap<>(HandshakeDrop.class);
    private final int workers;
    private SessionSnapshot snapshot;

    /**
     * Has no peers yet.
     *
     * @param wallClock for the time stamps against replayed initiations (TAI64N)
     * @param random cryptographically strong, for keys and indices
     */
    public SessionControl(
            X25519PrivateKey staticKey,
            SessionSettings settings,
            CipherEngine engine,
            InstantSource wallClock,
            RandomGenerator random) {
        this.context = SessionContext.of(staticKey, settings, engine, wallClock, random);
        this.peers = new PeerTable(context);
        this.intake = new HandshakeIntake(context, peers);
        this.workers = settings.workers();
        this.snapshot = new SessionSnapshot(
                0, IntStream.range(0, workers).mapToObj(this::workerSessions).toList());
    }

    /**
     * Sets the complete desired set of peers. A peer whose keys are unchanged keeps its sessions; one that is missing
     * loses them. A peer with the id or public key of an earlier one, with our own key, or with an unusable one is left
     * out and logged.
     */
    public List<SessionAction> apply(List<PeerConfig> desired) {
        Outbox out = new Outbox();
        peers.apply(desired, out);
        return drain(out);
    }

    /**
     * From now on the endpoint has another static key: all sessions end, and every desired peer is met anew. The key of
     * before is erased.
     */
    public List<SessionAction> rekey(X25519PrivateKey staticKey, List<PeerConfig> desired) {
        Outbox out = new Outbox();
        peers.apply(List.of(), out);
        context.own().erase();
        context = context.with(staticKey);
        peers = new PeerTable(context);
        intake = new HandshakeIntake(context, peers);
        peers.apply(desired, out);
        return drain(out);
    }

    /**
     * A datagram that {@link dev.hanse.tunnel.wire.FrameKind} took for a handshake frame has arrived at a worker's
     * port. Never throws on its content.
     *
     * @param frame exactly the datagram; the array is not kept
     */
    public List<SessionAction> onHandshakeFrame(int worker, byte[] frame, InetSocketAddress from, long nowNanos) {
        Outbox out = new Outbox();
        HandshakeDrop drop = intake.take(worker, frame, from, nowNanos, out);
        if (drop != null) {
            drops.merge(drop, 1L, Long::sum);
        }
        return drain(out);
    }

    /** Runs the timers; call it at least every {@link #TICK_NANOS}. */
    public List<SessionAction> onTick(long nowNanos) {
        Outbox out = new Outbox();
        sessions().forEach(session -> session.tick(nowNanos, out));
        return drain(out);
    }

    /**
     * A first frame was opened under the keypair ({@link Keypair#takeConfirmation}). A keypair that is gone by now is
     * ignored.
     */
    public List<SessionAction> onConfirmed(Keypair keypair) {
        Outbox out = new Outbox();
        Peer peer = peers.find(keypair.peer());
        if (peer != null) {
            peer.session(keypair.worker()).onConfirmed(keypair, out);
        }
        return drain(out);
    }

    /**
     * A packet is waiting and there is no usable sending keypair. Opens a handshake unless one is under way. Does
     * nothing for an unknown peer; answers {@link SessionAction.Abandoned} for one that nobody knows the address of.
     */
    public List<SessionAction> requestSession(PeerId id, int worker, long nowNanos) {
        Outbox out = new Outbox();
        Peer peer = peers.find(id);
        if (peer != null) {
            peer.session(worker).request(nowNanos, out);
        }
        return drain(out);
    }

    /** The newest snapshot, also handed out by {@link SessionAction.Publish}. */
    public SessionSnapshot snapshot() {
        return snapshot;
    }

    /** One status per peer and worker. */
    public List<SessionStatus> statuses(long nowNanos) {
        return sessions().map(session -> session.status(nowNanos)).toList();
    }

    /** How many handshake frames were dropped so far, by reason; a reason that did not occur is missing. */
    public Map<HandshakeDrop, Long> drops() {
        return Map.copyOf(drops);
    }

    private List<SessionAction> drain(Outbox out) {
        return out.drain(changed -> {
            snapshot = new SessionSnapshot(
                    snapshot.version() + 1,
                    IntStream.range(0, workers)
                            .mapToObj(worker -> changed.get(worker) ? workerSessions(worker) : snapshot.worker(worker))
                            .toList());
            return snapshot;
        });
    }

    private WorkerSessions workerSessions(int worker) {
        List<Session> sessions =
                peers.all().stream().map(peer -> peer.session(worker)).toList();
        return new WorkerSessions(
                sessions.stream().map(Session::toPeerSession).toList(),
                sessions.stream()
                        .flatMap(session -> session.keypairs().stream())
                        .toList());
    }

    private Stream<Session> sessions() {
        return peers.all().stream().flatMap(peer -> peer.sessions().stream());
    }
}
