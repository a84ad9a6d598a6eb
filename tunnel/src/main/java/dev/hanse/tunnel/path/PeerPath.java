// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.peer.PeerId;
import dev.hanse.tunnel.session.PeerActivity;
import dev.hanse.tunnel.session.PeerSession;
import dev.hanse.tunnel.wire.TransportFrame;
import java.util.concurrent.TimeUnit;

/** What one worker holds of one peer. Lives as long as the peer is configured; owned by the worker, counters are read by others. */
public final class PeerPath {

    private static final long NEVER = Long.MIN_VALUE;
    private static final long STAYS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final PeerId id;
    private final StagedPackets staged = new StagedPackets();
    private final FrameAssembly assembly = new FrameAssembly();
    private final LongFrameLosses losses = new LongFrameLosses();
    private final DropCounters drops = new DropCounters();
    private final DirectionCounters out = new DirectionCounters();
    private final DirectionCounters in = new DirectionCounters();
    private PeerSession session;
    /** For readers on other threads; the worker goes by its session. */
    private volatile PeerActivity activity;

    private int slot;
    private int packetOctets;
    private boolean measured;
    private boolean lost;
    private long requestedNanos = NEVER;
    private boolean leaving;
    private long leavingNanos = NEVER;

    PeerPath(PeerSession session) {
        this.id = session.peer();
        this.session = session;
        this.activity = session.activity();
    }

    /** The peer. */
    public PeerId id() {
        return id;
    }

    /** What was dropped for it here. */
    public DropCounters drops() {
        return drops;
    }

    /** Frames per call and sealing time towards it. */
    public DirectionCounters out() {
        return out;
    }

    /** Frames per call and opening time from it. */
    public DirectionCounters in() {
        return in;
    }

    /** All that was counted for it here; any thread. */
    public Traffic traffic() {
        PeerActivity counted = activity;
        return new Traffic(
                counted.packetsOut(),
                counted.bytesOut(),
                counted.packetsIn(),
                counted.bytesIn(),
                out.read(),
                in.read(),
                drops.toMap());
    }

    /**
     * Takes what a snapshot says.
     *
     * @param packetOctets longest packet that goes to it in one datagram
     * @param measured whether its path takes as much for certain
     */
    void update(int slot, PeerSession session, int packetOctets, boolean measured) {
        this.slot = slot;
        this.packetOctets = packetOctets;
        this.measured = measured;
        this.session = session;
        activity = session.activity();
    }

    void setLost(boolean said) {
        lost = said;
    }

    /** Whether who sends to it is to be told that it is not reached. */
    boolean lost() {
        return lost;
    }

    /** Position in the snapshot's list of peers. */
    int slot() {
        return slot;
    }

    /** Longest packet that goes to it in one datagram. */
    int packetOctets() {
        return packetOctets;
    }

    /** The same sealed. */
    int frameOctets() {
        return packetOctets + TransportFrame.MIN_OCTETS;
    }

    /** What may become of frames of a length on the way to it. */
    DatagramPort.Carriage carriage(int octets) {
        return measured && octets <= frameOctets() ? DatagramPort.Carriage.MEASURED : DatagramPort.Carriage.FRAGMENTED;
    }

    PeerSession session() {
        return session;
    }

    FrameAssembly assembly() {
        return assembly;
    }

    LongFrameLosses losses() {
        return losses;
    }

    StagedPackets staged() {
        return staged;
    }

    /**
     * Takes the word of a probe on whether the peer stops soon.
     *
     * @return whether that is news; to be {@link #setLeaving} where the news got through. That it does not stop is believed a second after it said otherwise last: probes overtake each
     *     other, and nobody changes its mind more often
     */
    boolean leavingChanges(boolean leaves, long nowNanos) {
        if (leaves) {
            leavingNanos = nowNanos;
        }
        return leaves != leaving && (leaves || nowNanos - leavingNanos > STAYS_NANOS);
    }

    void setLeaving(boolean leaves) {
        leaving = leaves;
    }

    /** Whether a session may be asked for: not more than once per {@code intervalNanos}. */
    boolean mayRequest(long nowNanos, long intervalNanos) {
        if (requestedNanos != NEVER && nowNanos - requestedNanos < intervalNanos) {
            return false;
        }
        requestedNanos = nowNanos;
        return true;
    }
}
