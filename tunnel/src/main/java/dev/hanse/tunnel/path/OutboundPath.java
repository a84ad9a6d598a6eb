// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.packet.IcmpErrors;
import dev.hanse.tunnel.packet.IpHeader;
import dev.hanse.tunnel.packet.MssClamp;
import dev.hanse.tunnel.packet.Segmenter;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.session.Keypair;
import dev.hanse.tunnel.tun.TunQueue;
import dev.hanse.tunnel.wire.TransportFrame;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * From the pods to the peers. Stages, all in sequence on the worker's event loop:
 *
 * <ol>
 *   <li>take the packet, of up to 64 KiB, whose turn it is among those that the TUN queue had
 *   <li>find the peer by its destination
 *   <li>find the session; without one, stage the packet and ask for one
 *   <li>cut it into packets of wire size, in place
 *   <li>seal each into the run of frames
 *   <li>send the run when it is full, when another one must begin, or when the queue is empty
 * </ol>
 */
public final class OutboundPath {

    /** A burst ends after as many octets or nanoseconds, so that the other direction is never kept waiting. */
    private static final int MAX_OCTETS = 64 << 10;

    private static final long MAX_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    /** WireGuard's padding, section 5.4.6 of its paper. */
    static final int PADDING = 16;

    /** How often one peer's missing session is mentioned to the control loop. */
    private static final long REQUEST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int START = VirtioHeader.OCTETS;

    private final byte[] staged = new byte[TunQueue.READ_OCTETS + PADDING];
    private final byte[] following = new byte[PADDING];
    private final Segmenter segmenter = new Segmenter();
    private final OutboundQueue queue;
    private final PeerPaths paths;
    private final ControlPort control;
    private final DropCounters drops;
    private final NanoClock nanoClock;
    private final SendRun run;
    private final LongFrames longFrames;
    private final IcmpReplies replies;
    private byte[] buffer = staged;
    private boolean sparse;

    /**
     * Makes the outbound half of one worker.
     *
     * @param replies answers what is too large, and what nobody takes
     * @param nanoClock as {@link System#nanoTime}
     */
    public OutboundPath(
            OutboundQueue queue,
            DatagramPort port,
            PeerPaths paths,
            ControlPort control,
            DropCounters drops,
            IcmpReplies replies,
            NanoClock nanoClock) {
        this.queue = queue;
        this.paths = paths;
        this.control = control;
        this.drops = drops;
        this.replies = replies;
        this.nanoClock = nanoClock;
        run = new SendRun(port);
        longFrames = new LongFrames(run, nanoClock);
    }

    /**
     * Carries one burst.
     *
     * @return whether packets still wait here; those in the TUN queue make the event loop call again by themselves
     */
    boolean onReadable() {
        paths.refresh();
        long started = nanoClock.nanoTime();
        long now = started;
        int octets = 0;
        queue.begin();
        while (octets < MAX_OCTETS && now - started < MAX_NANOS && queue.next(now)) {
            octets += queue.length();
            buffer = queue.buffer();
            sparse = queue.sparse();
            guarded(queue.length(), now);
            now = nanoClock.nanoTime();
        }
        run.flush();
        return !queue.isEmpty();
    }

    /** Sends what waits for a peer's session; whether there was anything. */
    boolean sendStaged(PeerPath peer, long now) {
        int waiting = peer.staged().size();
        buffer = staged;
        // Overtaken by what follows they would be late for nothing.
        sparse = true;
        for (int i = 0; i < waiting; i++) {
            guarded(peer.staged().take(buffer), now);
        }
        run.flush();
        return waiting > 0;
    }

    /** A defect in here must cost a packet, not the worker. */
    private void guarded(int length, long now) {
        try {
            onPacket(length, now);
        } catch (RuntimeException e) {
            run.reset();
            drops.count(DropReason.INTERNAL);
        }
    }

    private void onPacket(int length, long now) {
        int octets = length - START;
        PeerPath peer = route(octets);
        if (peer == null) {
            drops.count(DropReason.NO_ROUTE);
            return;
        }
        if (peer.lost()) {
            // It goes all the same: what is heard of a path may be wrong, and an established connection bears the
            // answer.
            replies.unreachable(buffer, START, octets, now);
        }
        Keypair keypair = peer.session().sending();
        if (keypair == null || keypair.tooOld(now)) {
            stage(peer, START + octets, now);
            return;
        }
        InetSocketAddress remote = peer.session().activity().remote();
        if (remote == null) {
            peer.drops().count(DropReason.NO_REMOTE_ADDRESS);
            return;
        }
        boolean aes = keypair.suite() == CipherSuite.AES_256_GCM;
        if (!segmenter.begin(buffer, START, octets, aes, peer.packetOctets())) {
            peer.drops().count(DropReason.MALFORMED_PACKET);
            return;
        }
        if (segmenter.longest() > peer.packetOctets() && isTooBig(peer, octets, now)) {
            return;
        }
        MssClamp.apply(buffer, START, octets, peer.packetOctets(), VirtioHeader.needsChecksum(buffer, 0));
        if (aes && peer.losses().maySendLong(now) && segmenter.slice(LongFrames.maxPacket(peer.frameOctets()))) {
            sealSlices(peer, keypair, remote, now);
        } else {
            sealSegments(peer, keypair, remote, now);
        }
    }

    /** Whether that is the packet's end. What may be cut on the way goes out as it is, and so does what IPv6 promises everyone. */
    private boolean isTooBig(PeerPath peer, int octets, long now) {
        int mtu = IpHeader.mtu(buffer, START, peer.packetOctets());
        if (segmenter.longest() <= mtu || !IcmpErrors.mustStayWhole(buffer, START)) {
            return false;
        }
        peer.drops().count(DropReason.TOO_LARGE);
        replies.tooBig(buffer, START, octets, mtu, now);
        return true;
    }

    private @Nullable PeerPath route(int octets) {
        int version = IpHeader.version(buffer, START);
        int[] slots = paths.routes().lookup(buffer, START + IpHeader.destinationOffset(version), version == 4 ? 4 : 16);
        if (slots.length == 0) {
            return null;
        }
        int slot = slots.length == 1 ? slots[0] : FlowHash.choose(FlowHash.of(buffer, START, octets), slots, paths);
        return paths.path(slot);
    }

    private void stage(PeerPath peer, int length, long now) {
        peer.drops().add(DropReason.STAGING_FULL, peer.staged().add(buffer, length));
        if (peer.mayRequest(now, REQUEST_NANOS)) {
            control.requestSession(peer.id());
        }
    }

    private void sealSegments(PeerPath peer, Keypair keypair, InetSocketAddress remote, long now) {
        boolean pads = keypair.suite() == CipherSuite.CHACHA20_POLY1305;
        int flags = (segmenter.partial() ? TransportFrame.PARTIAL_CHECKSUM : 0) | sparseFlag(keypair, sparse);
        run.begin((flags & TransportFrame.SPARSE) != 0);
        int packets = 0;
        int octets = 0;
        while (segmenter.next()) {
            int length = segmenter.length();
            int plain = pads ? padded(length, peer.packetOctets()) : length;
            if (!sealSegment(peer, keypair, remote, flags, plain, now)) {
                peer.drops().count(DropReason.KEY_EXPIRED);
                return;
            }
            packets++;
            octets += length;
        }
        peer.session().activity().dataSent(packets, octets, now);
    }

    private void sealSlices(PeerPath peer, Keypair keypair, InetSocketAddress remote, long now) {
        run.begin(false);
        int packets = 0;
        int octets = 0;
        while (segmenter.next()) {
            if (!longFrames.seal(segmenter, buffer, peer, keypair, remote, now)) {
                peer.drops().count(DropReason.KEY_EXPIRED);
                return;
            }
            packets += segmenter.segments();
            octets += segmenter.length();
        }
        peer.session().activity().dataSent(packets, octets, now);
    }

    /** Zero under ChaCha20-Poly1305, where frames have no flags. */
    private static int sparseFlag(Keypair keypair, boolean sparse) {
        return sparse && keypair.suite() == CipherSuite.AES_256_GCM ? TransportFrame.SPARSE : 0;
    }

    /** Multiple of 16, but no longer than the MTU, as WireGuard pads. */
    private static int padded(int length, int mtu) {
        return Math.max(length, Math.min(length + PADDING - 1 & -PADDING, mtu));
    }

    private boolean sealSegment(
            PeerPath peer, Keypair keypair, InetSocketAddress remote, int flags, int plain, long now) {
        int offset = segmenter.offset();
        int end = offset + segmenter.length();
        int padding = offset + plain - end;
        System.arraycopy(buffer, end, following, 0, padding);
        Arrays.fill(buffer, end, end + padding, (byte) 0);
        int place = run.place(peer, remote, plain + TransportFrame.MIN_OCTETS);
        boolean sampling = peer.out().sampling();
        long begun = sampling ? nanoClock.nanoTime() : 0;
        int sealed = keypair.seal(flags, buffer, offset, plain, run.buffer(), place, now);
        if (sampling) {
            peer.out().sampled(nanoClock.nanoTime() - begun, plain + TransportFrame.MIN_OCTETS);
        }
        System.arraycopy(following, 0, buffer, end, padding);
        if (sealed > 0) {
            run.commit(sealed);
        }
        return sealed > 0;
    }

    /** Seals octets that are no IP packet (a probe, or none at all: a keepalive) and sends them at once; false: no usable session. */
    boolean sendControl(PeerPath peer, byte[] content, int length, long now) {
        boolean sealed = sealControl(peer, content, length, now);
        if (sealed) {
            run.flushControl();
        }
        return sealed;
    }

    /** The same for a probe that the path carries whole or not at all. */
    boolean sendWhole(PeerPath peer, byte[] content, long now) {
        boolean sealed = sealControl(peer, content, content.length, now);
        if (sealed) {
            run.flushWhole();
        }
        return sealed;
    }

    private boolean sealControl(PeerPath peer, byte[] content, int length, long now) {
        Keypair keypair = peer.session().sending();
        InetSocketAddress remote = peer.session().activity().remote();
        if (keypair == null || remote == null || keypair.tooOld(now)) {
            return false;
        }
        run.flush();
        int place = run.place(peer, remote, length + TransportFrame.MIN_OCTETS);
        int sealed = keypair.seal(sparseFlag(keypair, true), content, 0, length, run.buffer(), place, now);
        if (sealed < 0) {
            return false;
        }
        run.commit(sealed);
        return true;
    }
}
