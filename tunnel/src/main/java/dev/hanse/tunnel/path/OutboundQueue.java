// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.packet.IpHeader;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.queue.FairQueue;
import dev.hanse.tunnel.tun.TunQueue;

/**
 * Packets of the pods that wait for their turn. The device's own queue knows neither flows nor octets: it would let a ping stand behind
 * 64 MiB of somebody's backup. So it is emptied into a {@link FairQueue} as often as packets leave that. Owned by one data worker.
 */
final class OutboundQueue {

    private static final int START = VirtioHeader.OCTETS;

    /**
     * Packets read at a look, many more than leave before the next one: a device that is full drops whatever comes, of whatever flow, so the
     * flood has to be taken out and dropped here. At half a microsecond each.
     */
    private static final int MAX_READS = 512;

    /** Octets that may leave before the device is looked at again: what a packet of a quiet flow may have to wait for. */
    private static final int LOOK_OCTETS = 64 << 10;

    private final TunQueue device;
    private final FairQueue waiting;
    private final DropCounters drops;
    private int sinceLook;
    private boolean dry;

    OutboundQueue(TunQueue device, FairQueue waiting, DropCounters drops) {
        this.device = device;
        this.waiting = waiting;
        this.drops = drops;
    }

    /** The device has packets, or some wait here: looks at it before the next packet. */
    void begin() {
        sinceLook = LOOK_OCTETS;
        dry = false;
    }

    /** Selects the next packet, until the next call; false: none waits, neither here nor in the device when it was looked at last. */
    boolean next(long now) {
        if (sinceLook >= LOOK_OCTETS || (waiting.isEmpty() && !dry)) {
            sinceLook = 0;
            drain(now);
        }
        boolean selected = waiting.next(now);
        drops.add(DropReason.QUEUE_DELAY, waiting.dropped());
        if (selected) {
            sinceLook += waiting.length();
        }
        return selected;
    }

    private void drain(long now) {
        for (int reads = 0; reads < MAX_READS; reads++) {
            byte[] buffer = waiting.reserve();
            int length = device.read(buffer);
            if (length == 0) {
                dry = true;
                return;
            }
            int octets = length < START ? -1 : IpHeader.packetLength(buffer, START, length - START);
            if (octets < 0) {
                drops.count(DropReason.MALFORMED_PACKET);
            } else {
                int flow = (int) FlowHash.of(buffer, START, octets);
                drops.add(DropReason.QUEUE_FULL, waiting.add(START + octets, flow, now));
            }
        }
    }

    /** Array of the selected packet, which starts with its virtio header. */
    byte[] buffer() {
        return waiting.buffer();
    }

    /** Octets of the selected packet, virtio header included; its IP header has been checked to say the same. */
    int length() {
        return waiting.length();
    }

    /** Whether the selected packet's flow sends little. */
    boolean sparse() {
        return waiting.sparse();
    }

    /** Whether no packet waits here. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
