// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static dev.hanse.net.linux.SocketNumbers.IPPROTO_UDP;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hanse.net.linux.SocketAddressCodec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * A {@code msghdr} that points into a burst, with room for its sender and the control message that tells the length of its datagrams;
 * native memory that lives as long as it is reachable.
 *
 * <pre>
 *  msghdr   0 name* | 8 namelen u32 | 16 iov* | 24 iovlen u64 | 32 control* | 40 controllen u64 | 48 flags i32
 *  cmsghdr  0 len u64 | 8 level i32 | 12 type i32 | 16 data
 * </pre>
 */
final class ReceiveHeader {

    private static final int CONTROL_OCTETS = 64;
    private static final int CONTROL_HEADER = 16;
    private static final int UDP_GRO = 104;

    private final MemorySegment header;
    private final MemorySegment name;
    private final MemorySegment vector;
    private final MemorySegment control;
    private final MemorySegment sender;
    private final MemorySegment lastSender = MemorySegment.ofArray(new byte[SocketAddressCodec.MAX_OCTETS]);
    private InetSocketAddress lastSource = new InetSocketAddress(0);

    ReceiveHeader() {
        Arena arena = Arena.ofAuto();
        name = arena.allocate(SocketAddressCodec.MAX_OCTETS + 4, 8);
        sender = name.asSlice(0, SocketAddressCodec.MAX_OCTETS);
        control = arena.allocate(CONTROL_OCTETS, 8);
        vector = arena.allocate(16, 8);
        vector.set(JAVA_LONG, 8, DatagramBurst.OCTETS);
        header = arena.allocate(56, 8);
        header.set(ADDRESS, 0, name);
        header.set(ADDRESS, 16, vector);
        header.set(JAVA_LONG, 24, 1);
        header.set(ADDRESS, 32, control);
    }

    /** The structure, made ready for one call. */
    MemorySegment prepare(DatagramBurst burst) {
        vector.set(ADDRESS, 0, burst.memory());
        header.set(JAVA_INT, 8, SocketAddressCodec.MAX_OCTETS);
        header.set(JAVA_LONG, 40, CONTROL_OCTETS);
        return header;
    }

    /** Says what the call has put into the burst. */
    void fill(DatagramBurst burst, int length) {
        burst.filled(length, datagramOctets(), source());
    }

    /** Length of one datagram; zero: not told, hence there is one. */
    private int datagramOctets() {
        long used = header.get(JAVA_LONG, 40);
        long at = 0;
        while (at + CONTROL_HEADER + Integer.BYTES <= used) {
            if (control.get(JAVA_INT, at + 8) == IPPROTO_UDP && control.get(JAVA_INT, at + 12) == UDP_GRO) {
                return control.get(JAVA_INT, at + CONTROL_HEADER);
            }
            long step = control.get(JAVA_LONG, at) + 7 & ~7L;
            if (step < CONTROL_HEADER || step > used - at) {
                return 0;
            }
            at += step;
        }
        return 0;
    }

    /** Decoded only when it differs from the last one. No view is made here: this is done for every burst. */
    private InetSocketAddress source() {
        if (lastSender.mismatch(sender) >= 0) {
            lastSender.copyFrom(sender);
            lastSource = SocketAddressCodec.decode(name);
        }
        return lastSource;
    }
}
