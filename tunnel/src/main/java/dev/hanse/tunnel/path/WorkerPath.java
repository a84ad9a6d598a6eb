// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.health.PathProbe;
import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.queue.FairQueue;
import dev.hanse.tunnel.queue.QueueSettings;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.session.Role;
import dev.hanse.tunnel.tun.TunOffloads;
import dev.hanse.tunnel.tun.TunQueue;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Everything of one data worker: both directions, and what the control loop asks of it. Owned by the worker's event loop, except for
 * {@link #peers} and what was counted.
 */
public final class WorkerPath {

    private static final byte[] KEEPALIVE = {};

    private final DatagramPort port;
    private final PeerPaths paths;
    private final OutboundPath outbound;
    private final InboundPath inbound;
    private final DropCounters drops = new DropCounters();
    private final TurnYield turns = new TurnYield(Thread::yield);
    private final NanoClock nanoClock;
    private final Runnable resume;
    private boolean resuming;

    /**
     * Puts both directions together.
     *
     * @param worker number of the worker
     * @param local local prefixes, as slot 0
     * @param mtu longest packet to peers whose paths are not measured, octets
     * @param published gives the newest snapshot
     * @param queueSeed random, so that nobody can choose whose queue his flow shares
     * @param nanoClock as {@link System#nanoTime}
     * @param resume makes the event loop call {@link #onResume} once, after what else there is to do
     */
    public WorkerPath(
            int worker,
            TunQueue queue,
            TunOffloads offloads,
            DatagramPort port,
            PeerRoutes local,
            int mtu,
            Supplier<PathSnapshot> published,
            ControlPort control,
            long queueSeed,
            NanoClock nanoClock,
            Runnable resume) {
        this.port = port;
        this.nanoClock = nanoClock;
        this.resume = resume;
        paths = new PeerPaths(worker, mtu, published);
        FairQueue waiting = new FairQueue(QueueSettings.standard(0, OutboundPath.PADDING), queueSeed);
        OutboundQueue fair = new OutboundQueue(queue, waiting, drops);
        outbound = new OutboundPath(fair, port, paths, control, drops, new IcmpReplies(queue), nanoClock);
        inbound = new InboundPath(port, queue, offloads, paths, local, control, outbound, drops, turns, nanoClock);
    }

    /** The TUN queue has packets, or some that came from it wait here. */
    public void onTunReadable() {
        if (outbound.onReadable()) {
            askForTurn();
        }
    }

    /** The UDP port has datagrams. */
    public void onPortReadable() {
        if (inbound.onReadable()) {
            askForTurn();
        }
    }

    private void askForTurn() {
        if (!resuming) {
            resuming = true;
            resume.run();
        }
    }

    /**
     * What {@code resume} has asked for. Both directions have their turn: an event loop looks at no descriptor while there are tasks, and
     * under load each of these asks for the next.
     */
    public void onResume() {
        resuming = false;
        turns.beforeTurn(nanoClock.nanoTime());
        onPortReadable();
        onTunReadable();
    }

    /** Sends a datagram of the control loop. */
    public void send(InetSocketAddress remote, byte[] datagram) {
        if (port.send(datagram, 0, datagram.length, datagram.length, remote) != DatagramPort.Sent.TAKEN) {
            drops.count(DropReason.SEND_FAILED);
        }
    }

    /** A session can be used: what waited for it goes out, or an empty frame that tells the peer. */
    public void onEstablished(PeerId id, Keypair keypair) {
        paths.refresh();
        PeerPath peer = paths.path(id);
        if (peer != null && !outbound.sendStaged(peer, nanoClock.nanoTime()) && keypair.role() == Role.INITIATOR) {
            sendKeepalive(id);
        }
    }

    /** Sends an empty frame, if there is a session. */
    public void sendKeepalive(PeerId id) {
        paths.refresh();
        PeerPath peer = paths.path(id);
        long now = nanoClock.nanoTime();
        if (peer != null && outbound.sendControl(peer, KEEPALIVE, 0, now)) {
            peer.session().activity().keepaliveSent(now);
        }
    }

    /**
     * Sends a path probe, if there is a session.
     *
     * @param flags of {@link PathProbe}
     */
    public void sendProbe(PeerId id, int flags, long number) {
        paths.refresh();
        PeerPath peer = paths.path(id);
        long now = nanoClock.nanoTime();
        byte[] probe = PathProbe.encode(PathProbe.REQUEST, flags, number);
        if (peer != null && outbound.sendControl(peer, probe, probe.length, now)) {
            // A probe keeps the session fresh as a packet does, though it is none.
            peer.session().activity().dataSent(0, 0, now);
        }
    }

    /**
     * Sends a probe of a size, whole or not at all, if there is a session.
     *
     * @param flags of {@link PathProbe}
     * @param octets of the packet whose passing it proves
     */
    public void sendSizeProbe(PeerId id, int flags, long number, int octets) {
        paths.refresh();
        PeerPath peer = paths.path(id);
        if (peer != null) {
            byte[] probe = Arrays.copyOf(PathProbe.encode(PathProbe.REQUEST, flags, number), octets);
            outbound.sendWhole(peer, probe, nanoClock.nanoTime());
        }
    }

    /** The peer did not answer: what waited for it is dropped. */
    public void onAbandoned(PeerId id) {
        paths.refresh();
        PeerPath peer = paths.path(id);
        if (peer != null) {
            peer.drops().add(DropReason.NO_SESSION, peer.staged().clear());
        }
    }

    /** Erases a keypair that the newest snapshot no longer names. */
    public void erase(Keypair keypair) {
        paths.refresh();
        keypair.erase();
    }

    /** The peers at this moment; any thread. */
    public Collection<PeerPath> peers() {
        return paths.roster().paths().values();
    }

    /** What was counted for a peer; any thread. */
    public Traffic traffic(PeerId id) {
        PeerPath peer = paths.roster().paths().get(id);
        return peer == null ? Traffic.NONE : peer.traffic();
    }

    /** What was counted in all, also for peers that are gone and where no peer is known; any thread. */
    public Traffic total() {
        PeerPaths.Roster roster = paths.roster();
        return roster.paths().values().stream()
                .map(PeerPath::traffic)
                .reduce(roster.gone().plus(dropped()), Traffic::plus);
    }

    /** Nothing but what was dropped where no peer is known, by the kernel before it came here too; any thread. */
    public Traffic dropped() {
        Map<DropReason, Long> sums = drops.toMap();
        long lost = port.lost();
        if (lost > 0) {
            sums.put(DropReason.RECEIVE_FULL, lost);
        }
        return Traffic.dropped(sums);
    }

    /** Counts of the worker itself where no peer is known. */
    public DropCounters drops() {
        return drops;
    }
}
