// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import dev.hanse.tunnel.packet.IcmpErrors;
import dev.hanse.tunnel.packet.VirtioHeader;
import dev.hanse.tunnel.tun.TunQueue;
import java.util.concurrent.TimeUnit;

/**
 * Tells pods that a packet was too large for its path, where the kernel has not done so: it knows the size by the route, which follows what is measured a moment later; and that nobody reaches its destination. A hundred a second at most, and
 * fifty at once (RFC 4443, section 2.4 (f)). Owned by one data worker.
 */
final class IcmpReplies {

    static final int AT_ONCE = 50;
    static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final TunQueue queue;
    private final byte[] answer = new byte[IcmpErrors.MAX_OCTETS];
    private final byte[] written = new byte[VirtioHeader.OCTETS + IcmpErrors.MAX_OCTETS];

    /** How many may go, in nanoseconds of waiting for them. */
    private long saved = AT_ONCE * EVERY_NANOS;

    private long lookedNanos;
    private boolean looked;

    /** Writes to the device of {@code queue}. */
    IcmpReplies(TunQueue queue) {
        this.queue = queue;
    }

    /** Answers a packet of {@code length} octets, of which {@code mtu} would have passed, if it is to be answered. */
    void tooBig(byte[] buffer, int packet, int length, int mtu, long now) {
        if (mayGo(now)) {
            write(IcmpErrors.tooBig(buffer, packet, length, mtu, answer));
        }
    }

    /** Answers a packet of {@code length} octets whose destination nobody reaches, if it is to be answered. */
    void unreachable(byte[] buffer, int packet, int length, long now) {
        if (mayGo(now)) {
            write(IcmpErrors.unreachable(buffer, packet, length, answer));
        }
    }

    private void write(int octets) {
        if (octets > 0) {
            VirtioHeader.putPlain(written, 0);
            System.arraycopy(answer, 0, written, VirtioHeader.OCTETS, octets);
            // What the device does not take is repeated by whoever sends the next packet.
            queue.write(written, 0, VirtioHeader.OCTETS + octets);
        }
    }

    private boolean mayGo(long now) {
        if (looked) {
            saved = Math.min(saved + now - lookedNanos, AT_ONCE * EVERY_NANOS);
        }
        looked = true;
        lookedNanos = now;
        boolean goes = saved >= EVERY_NANOS;
        saved -= goes ? EVERY_NANOS : 0;
        return goes;
    }
}
