// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.packet.IcmpErrors;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.tun.TunQueue;

/**
 * Tells pods that a packet was too large for its path, where the kernel has not done so: it knows the size by the route, which follows what is measured a moment later; and that nobody reaches its destination. Each has a limit of
 * its own, so that a cluster that is gone keeps nobody from learning a size. Owned by one data worker.
 */
final class IcmpReplies {

    private final TunQueue queue;
    private final byte[] answer = new byte[IcmpErrors.MAX_OCTETS];
    private final byte[] written = new byte[VirtioHeader.OCTETS + IcmpErrors.MAX_OCTETS];

    private final ReplyLimit tooBig = new ReplyLimit();
    private final ReplyLimit unreachable = new ReplyLimit();

    /** Writes to the device of {@code queue}. */
    IcmpReplies(TunQueue queue) {
        this.queue = queue;
    }

    /** Answers a packet of {@code length} octets, of which {@code mtu} would have passed, if it is to be answered. */
    void tooBig(byte[] buffer, int packet, int length, int mtu, long now) {
        if (tooBig.mayGo(now)) {
            write(tooBig, IcmpErrors.tooBig(buffer, packet, length, mtu, answer));
        }
    }

    /** Answers a packet of {@code length} octets whose destination nobody reaches, if it is to be answered. */
    void unreachable(byte[] buffer, int packet, int length, long now) {
        if (unreachable.mayGo(now)) {
            write(unreachable, IcmpErrors.unreachable(buffer, packet, length, answer));
        }
    }

    /** What is not answered costs none of those that may go. */
    private void write(ReplyLimit limit, int octets) {
        if (octets > 0) {
            limit.goes();
            VirtioHeader.putPlain(written, 0);
            System.arraycopy(answer, 0, written, VirtioHeader.OCTETS, octets);
            // What the device does not take is repeated by whoever sends the next packet.
            queue.write(written, 0, VirtioHeader.OCTETS + octets);
        }
    }
}
