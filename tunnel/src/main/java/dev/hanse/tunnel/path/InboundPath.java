// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.health.PathProbe;
import dev.hanse.tunnel.net.DatagramBurst;
import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.net.HeardAddress;
import dev.hanse.tunnel.peer.PeerRoutes;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.session.PeerActivity;
import dev.hanse.tunnel.tun.TunOffloads;
import dev.hanse.tunnel.tun.TunQueue;
import dev.hanse.tunnel.wire.FrameKind;
import dev.hanse.tunnel.wire.LongFrame;
import dev.hanse.tunnel.wire.TransportFrame;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * From the peers to the pods. Stages, all in sequence on the worker's event loop:
 *
 * <ol>
 *   <li>take the burst of datagrams whose turn it is among those that the socket had
 *   <li>handshake frames leave to the control loop
 *   <li>find the keypair by the receiver index
 *   <li>check the counter, open the frame straight to where its packet will stay, move the replay window
 *   <li>check the IP header, that the source is the peer's and the destination ours
 *   <li>join it to the packet before it where both are of one flow
 *   <li>write to the TUN queue when the flow ends, another one begins, or the socket is empty
 * </ol>
 */
public final class InboundPath {

    /** A turn ends after as many bursts, octets or nanoseconds, so that the other direction is never kept waiting. */
    private static final int MAX_BURSTS = 64;

    private static final int MAX_OCTETS = 64 << 10;
    private static final long MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** Of the current datagram first the header, then, if it is no piece of a long frame, everything. */
    private final byte[] frame = new byte[DatagramBurst.OCTETS];

    private final InboundQueue bursts;
    private final PeerPaths paths;
    private final ControlPort control;
    private final OutboundPath outbound;
    private final DropCounters drops;
    private final TurnYield turns;
    private final NanoClock nanoClock;
    private final PodDelivery delivery;

    private DatagramBurst burst = new DatagramBurst();

    /** Whose packets are in the burst; null: there are none. */
    private @Nullable PeerPath sender;

    /**
     * Makes the inbound half of one worker.
     *
     * @param local local prefixes, as slot 0
     * @param outbound answers probes
     * @param turns is told of small packets
     * @param nanoClock as {@link System#nanoTime}
     */
    public InboundPath(
            DatagramPort port,
            TunQueue queue,
            TunOffloads offloads,
            PeerPaths paths,
            PeerRoutes local,
            ControlPort control,
            OutboundPath outbound,
            DropCounters drops,
            TurnYield turns,
            NanoClock nanoClock) {
        bursts = new InboundQueue(port);
        this.paths = paths;
        this.control = control;
        this.outbound = outbound;
        this.drops = drops;
        this.turns = turns;
        this.nanoClock = nanoClock;
        delivery = new PodDelivery(queue, offloads, paths, local, drops);
    }

    /**
     * Carries what comes in one turn.
     *
     * @return whether bursts still wait here; those in the socket make the event loop call again by themselves
     */
    public boolean onReadable() {
        paths.refresh();
        long started = nanoClock.nanoTime();
        long now = started;
        int octets = 0;
        bursts.begin();
        for (int i = 0; i < MAX_BURSTS && octets < MAX_OCTETS && now - started < MAX_NANOS; i++) {
            DatagramBurst next = bursts.next();
            if (next == null) {
                break;
            }
            burst = next;
            octets += burst.length();
            if (onBurst(now) && bursts.overtook()) {
                turns.onSmallFrame(burst.datagramOctets(), now);
            }
            now = nanoClock.nanoTime();
        }
        if (bursts.isEmpty()) {
            delivery.flush();
        }
        return !bursts.isEmpty();
    }

    /** Whether anything of it was delivered. */
    private boolean onBurst(long now) {
        int datagram = burst.datagramOctets();
        for (int offset = 0; offset < burst.length(); offset += datagram) {
            guarded(offset, Math.min(datagram, burst.length() - offset), now);
        }
        if (sender == null) {
            return false;
        }
        sender.in().burst(Math.ceilDiv(burst.length(), datagram));
        sender = null;
        return true;
    }

    /** A defect in here must cost a packet, not the worker. */
    private void guarded(int offset, int length, long now) {
        try {
            onFrame(offset, length, now);
        } catch (RuntimeException e) {
            drops.count(DropReason.INTERNAL);
        }
    }

    private void onFrame(int offset, int length, long now) {
        burst.copyTo(frame, 0, offset, Math.min(length, TransportFrame.HEADER_OCTETS));
        switch (FrameKind.of(frame, 0, length)) {
            case TRANSPORT -> onTransport(offset, length, now);
            case INITIATION, RESPONSE, COOKIE_REPLY -> onHandshake(offset, length);
            case MALFORMED -> drops.count(malformed());
        }
    }

    private DropReason malformed() {
        int type = frame[0];
        return type >= 1 && type <= TransportFrame.TYPE ? DropReason.MALFORMED_FRAME : DropReason.UNKNOWN_TYPE;
    }

    private void onHandshake(int offset, int length) {
        byte[] handshake = new byte[length];
        burst.copyTo(handshake, 0, offset, length);
        if (!control.onHandshakeFrame(handshake, burst.source())) {
            drops.count(DropReason.HANDSHAKE_QUEUE_FULL);
        }
    }

    private void onTransport(int offset, int length, long now) {
        Keypair keypair = paths.keypair(TransportFrame.receiverIndex(frame, 0));
        PeerPath peer = keypair == null ? null : paths.path(keypair);
        if (keypair == null || peer == null) {
            drops.count(DropReason.UNKNOWN_INDEX);
            return;
        }
        if (LongFrame.isPiece(frame, 0)) {
            onPiece(peer, keypair, offset, length, now);
            return;
        }
        int place = delivery.place(length - TransportFrame.MIN_OCTETS);
        burst.copyTo(frame, 0, offset, length);
        int opened = open(peer, keypair, frame, length, place, now);
        if (opened >= 0) {
            onContent(peer, place, opened, partial(), now);
        }
    }

    private int open(PeerPath peer, Keypair keypair, byte[] sealed, int length, int place, long now) {
        boolean sampling = peer.in().sampling();
        long begun = sampling ? nanoClock.nanoTime() : 0;
        int opened = keypair.open(sealed, 0, length, delivery.buffer(), place, now);
        if (sampling) {
            peer.in().sampled(nanoClock.nanoTime() - begun, length);
        }
        if (opened < 0) {
            refuse(peer, reason(opened));
        } else {
            onAuthentic(keypair);
        }
        return opened;
    }

    private void onPiece(PeerPath peer, Keypair keypair, int offset, int length, long now) {
        if (!keypair.awaits(TransportFrame.counter(frame, 0), now)) {
            peer.drops().count(DropReason.REPLAYED);
            return;
        }
        byte[] whole = peer.assembly().add(keypair, frame, burst, offset, length);
        peer.losses().count(whole != null, peer.assembly().outcome());
        if (whole != null) {
            onLongFrame(peer, keypair, whole, now);
        } else if (peer.assembly().outcome() != FrameAssembly.Outcome.KEPT) {
            peer.drops().count(DropReason.INCOMPLETE_FRAME);
        }
    }

    private void onLongFrame(PeerPath peer, Keypair keypair, byte[] whole, long now) {
        int length = TransportFrame.length(whole, 0);
        int place = delivery.placeSlice(length - TransportFrame.MIN_OCTETS);
        int opened = open(peer, keypair, whole, length, place, now);
        if (opened >= 0) {
            take(peer, delivery.slice(peer, place, opened, now));
        }
    }

    private static DropReason reason(int failure) {
        return switch (failure) {
            case Keypair.EXPIRED -> DropReason.KEY_EXPIRED;
            case Keypair.REPLAYED -> DropReason.REPLAYED;
            case Keypair.FORGED -> DropReason.NOT_AUTHENTIC;
            default -> DropReason.MALFORMED_FRAME;
        };
    }

    /** The keypair has checked that only AES frames have flags. */
    private boolean partial() {
        return (TransportFrame.flags(frame, 0) & TransportFrame.PARTIAL_CHECKSUM) != 0;
    }

    private void onAuthentic(Keypair keypair) {
        if (keypair.takeConfirmation()) {
            control.onConfirmed(keypair);
        }
        PeerActivity activity = keypair.activity();
        InetSocketAddress source = burst.source();
        InetSocketAddress known = activity.remote();
        if (known == null || !HeardAddress.isSame(source, known)) {
            activity.learnRemote(source);
        }
    }

    private void onContent(PeerPath peer, int place, int length, boolean partial, long now) {
        PeerActivity activity = peer.session().activity();
        byte[] buffer = delivery.buffer();
        if (length == 0) {
            activity.keepaliveReceived(now);
            delivery.reject();
        } else if (PathProbe.is(buffer, place, length)) {
            activity.dataReceived(0, 0, now);
            int kind = PathProbe.kind(buffer, place);
            long number = PathProbe.number(buffer, place);
            int flags = PathProbe.flags(buffer, place);
            delivery.reject();
            onProbe(peer, kind, number, flags, now);
        } else {
            take(peer, delivery.packet(peer, place, length, partial, now));
        }
    }

    private void onProbe(PeerPath peer, int kind, long number, int flags, long now) {
        if (kind == PathProbe.REQUEST) {
            boolean leaving = (flags & PathProbe.LEAVING) != 0;
            if (peer.leavingChanges(leaving, now) && control.onLeaving(peer.id(), leaving)) {
                peer.setLeaving(leaving);
            }
            int answer = peer.losses().takeMissing() ? PathProbe.PIECES_MISSING : 0;
            outbound.sendControl(peer, PathProbe.encode(PathProbe.ANSWER, answer, number), PathProbe.OCTETS, now);
        } else {
            if ((flags & PathProbe.PIECES_MISSING) != 0) {
                peer.losses().onMissing(now);
            }
            control.onProbeAnswer(peer.id(), number);
        }
    }

    private void take(PeerPath peer, boolean delivered) {
        sender = delivered ? peer : sender;
    }

    private void refuse(PeerPath peer, DropReason reason) {
        delivery.reject();
        peer.drops().count(reason);
    }
}
