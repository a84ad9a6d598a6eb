// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.tun.TunQueue;

/**
 * Packets of one data worker on their way out, by FQ-CoDel (RFC 8290): a flow that sends little overtakes those that send much, a flood
 * drops its own packets, and no queue stands for long. Every packet has its virtio header before it. Bounded in octets and packets by
 * {@link QueueSettings}; what does not fit goes from the head of the flow that holds most of what is short. One thread; allocates
 * memory of packets until as many as ever have waited at once, and nothing afterwards.
 *
 * <p>In: read a packet to {@link #reserve()} at {@link #readOffset()}, then {@link #add}. Out: {@link #next}, then {@link #buffer()},
 * {@link #offset()} and {@link #length()}, which stay as they are until {@link #release()} or the following {@code next}.
 */
public final class FairQueue {

    /** Queues that flows are hashed to; a power of two. */
    static final int FLOWS = 1024;

    private static final int NONE = FlowQueues.NONE;

    private final PacketSlots slots;
    private final FlowQueues queues;
    private final RoundRobin turns;
    private final Codel codel;
    private final SparseFlows sparseFlows = new SparseFlows(FLOWS);
    private final int readOffset;
    private final int maxOctets;
    private final long seed;
    private int reserved;
    private int selected = NONE;
    private boolean sparse;
    private int dropped;
    private int marked;

    /**
     * Makes an empty queue.
     *
     * @param seed random, so that nobody can choose whose queue to share
     */
    public FairQueue(QueueSettings settings, long seed) {
        this.seed = seed;
        readOffset = settings.headroom();
        maxOctets = settings.maxOctets();
        slots = new PacketSlots(settings);
        queues = new FlowQueues(FLOWS, slots);
        turns = new RoundRobin(FLOWS, settings.quantum());
        codel = new Codel(FLOWS, settings);
        reserved = slots.freeLarge().take();
    }

    /** Where to read the next packet to: {@link TunQueue#READ_OCTETS} from {@link #readOffset()} on. The same until {@link #add}. */
    public byte[] reserve() {
        return slots.buffer(reserved);
    }

    /** Where in {@link #reserve()} the packet has to start. */
    public int readOffset() {
        return readOffset;
    }

    /**
     * Takes the packet that was read to {@link #reserve()}.
     *
     * @param length octets with the virtio header
     * @param flowHash same for all packets whose order matters
     * @param nowNanos as {@link System#nanoTime}
     * @return how many packets had to go, which may include this one
     */
    public int add(int length, int flowHash, long nowNanos) {
        if (length <= 0 || length > TunQueue.READ_OCTETS) {
            throw new IllegalArgumentException(
                    "packet of " + length + " octets, expected 1 to " + TunQueue.READ_OCTETS);
        }
        return length <= QueueSettings.SMALL_OCTETS
                ? addSmall(length, bucket(flowHash), nowNanos)
                : addLarge(length, bucket(flowHash), nowNanos);
    }

    /** A copy, so that few large slots are in use, always the same, and those stay in the processor's cache. */
    private int addSmall(int length, int flow, long now) {
        int before = packets();
        while (slots.freeSmall().isEmpty()) {
            dropOldest(queues.small());
        }
        append(flow, slots.copyToSmall(reserved, length), length, now);
        return before + 1 - packets();
    }

    private int addLarge(int length, int flow, long now) {
        int before = packets();
        append(flow, reserved, length, now);
        while (slots.freeLarge().isEmpty()) {
            dropOldest(queues.large());
        }
        reserved = slots.freeLarge().take();
        return before + 1 - packets();
    }

    private void append(int flow, int slot, int length, long now) {
        slots.fill(slot, length, now);
        queues.append(flow, slot);
        turns.activate(flow);
        while (queues.totalOctets() > maxOctets) {
            dropOldest(queues.octets());
        }
    }

    /** From the head: the sender learns of it sooner, and what remains is the fresher. */
    private void dropOldest(int[] weights) {
        slots.release(queues.poll(turns.heaviest(weights)));
    }

    /** Selects the packet whose turn it is; false: none waits. */
    public boolean next(long nowNanos) {
        release();
        for (int flow = turns.current(); flow != FlowList.NONE; flow = turns.current()) {
            selected = poll(flow, nowNanos);
            if (selected != NONE) {
                turns.charge(slots.length(selected));
                sparse = sparseFlows.sends(flow, slots.length(selected), nowNanos);
                return true;
            }
            codel.idle(flow);
            turns.pass();
        }
        return false;
    }

    private int poll(int flow, long now) {
        int slot = queues.poll(flow);
        while (slot != NONE && codel.signals(flow, slots.arrival(slot), queues.octets()[flow], now) && !mark(slot)) {
            slots.release(slot);
            dropped++;
            slot = queues.poll(flow);
        }
        return slot;
    }

    private boolean mark(int slot) {
        int packet = readOffset + VirtioHeader.OCTETS;
        boolean done = EcnMark.mark(slots.buffer(slot), packet, slots.length(slot) - VirtioHeader.OCTETS);
        marked += done ? 1 : 0;
        return done;
    }

    /** Gives the selected packet's memory back, if one is selected. */
    public void release() {
        if (selected != NONE) {
            slots.release(selected);
            selected = NONE;
        }
    }

    /** Array that the selected packet lies in. */
    public byte[] buffer() {
        return slots.buffer(selected());
    }

    /** Where its virtio header starts. */
    public int offset() {
        return readOffset;
    }

    /** Its octets with the virtio header. */
    public int length() {
        return slots.length(selected());
    }

    /** Whether the selected packet's flow sends little. */
    public boolean sparse() {
        return sparse;
    }

    private int selected() {
        if (selected == NONE) {
            throw new IllegalStateException("no packet is selected; next() must have returned true");
        }
        return selected;
    }

    /** Packets that CoDel dropped since this was last asked. */
    public int dropped() {
        int count = dropped;
        dropped = 0;
        return count;
    }

    /** Packets that CoDel marked instead of dropping them since this was last asked. */
    public int marked() {
        int count = marked;
        marked = 0;
        return count;
    }

    /** Whether no packet waits. The selected one does not wait any more. */
    public boolean isEmpty() {
        return queues.totalPackets() == 0;
    }

    /** Octets that wait. */
    public int octets() {
        return queues.totalOctets();
    }

    /** Packets that wait. */
    public int packets() {
        return queues.totalPackets();
    }

    /** The queue of a flow. Finalizer of SplitMix64, of which the upper bits are taken. */
    int bucket(int flowHash) {
        long mixed = flowHash ^ seed;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d0_49bb_1331_11ebL;
        return (int) (mixed >>> Long.SIZE - 10);
    }
}
