// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static dev.hanse.net.linux.SocketNumbers.IPPROTO_IP;
import static dev.hanse.net.linux.SocketNumbers.IPPROTO_IPV6;
import static dev.hanse.net.linux.SocketNumbers.IPPROTO_UDP;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hanse.net.linux.SocketAddressCodec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A {@code msghdr} that points into a burst, with room for its sender and the control messages that tell the length of its datagrams and the address that was called;
 * native memory that lives as long as it is reachable.
 *
 * <pre>
 *  msghdr   0 name* | 8 namelen u32 | 16 iov* | 24 iovlen u64 | 32 control* | 40 controllen u64 | 48 flags i32
 *  cmsghdr  0 len u64 | 8 level i32 | 12 type i32 | 16 data
 * </pre>
 */
final class ReceiveHeader {

    private static final int CONTROL_OCTETS = 128;
    private static final int CONTROL_HEADER = 16;
    private static final int UDP_GRO = 104;

    private final MemorySegment header;
    private final MemorySegment name;
    private final MemorySegment vector;
    private final MemorySegment control;
    private final MemorySegment sender;
    private final MemorySegment lastSender = MemorySegment.ofArray(new byte[SocketAddressCodec.MAX_OCTETS]);
    private final MemorySegment lastCalled = MemorySegment.ofArray(new byte[16]);
    private InetSocketAddress lastSource = new InetSocketAddress(0);
    private int datagramOctets;

    /** Where the address that was called begins in the control messages, and how many octets it has; 0: not told. */
    private long calledAt;

    private int calledOctets;

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
        readControl();
        burst.filled(length, datagramOctets, source());
    }

    /** Length of one datagram, zero where it is not told, as there is one then; and which address was called. */
    private void readControl() {
        datagramOctets = 0;
        calledOctets = 0;
        long used = header.get(JAVA_LONG, 40);
        long at = 0;
        while (at + CONTROL_HEADER + Integer.BYTES <= used) {
            readMessage(at);
            long step = control.get(JAVA_LONG, at) + 7 & ~7L;
            if (step < CONTROL_HEADER || step > used - at) {
                return;
            }
            at += step;
        }
    }

    private void readMessage(long at) {
        int level = control.get(JAVA_INT, at + 8);
        int type = control.get(JAVA_INT, at + 12);
        if (level == IPPROTO_UDP && type == UDP_GRO) {
            datagramOctets = control.get(JAVA_INT, at + CONTROL_HEADER);
        } else if (level == IPPROTO_IP && type == CalledAddress.IP_PKTINFO) {
            calledAt = at + CONTROL_HEADER + Integer.BYTES;
            calledOctets = 4;
        } else if (level == IPPROTO_IPV6 && type == CalledAddress.IPV6_PKTINFO) {
            calledAt = at + CONTROL_HEADER;
            calledOctets = 16;
        }
    }

    /** Decoded only when it differs from the last one. No view is made here: this is done for every burst. */
    private InetSocketAddress source() {
        if (lastSender.mismatch(sender) >= 0 || isCalledElsewhere()) {
            lastSender.copyFrom(sender);
            lastSource = called(SocketAddressCodec.decode(name));
        }
        return lastSource;
    }

    private boolean isCalledElsewhere() {
        return MemorySegment.mismatch(control, calledAt, calledAt + calledOctets, lastCalled, 0, calledOctets) >= 0;
    }

    /** A link-local address is nobody's without its link, and the kernel knows which one it has there. */
    private InetSocketAddress called(InetSocketAddress from) {
        if (calledOctets == 0) {
            return from;
        }
        MemorySegment.copy(control, calledAt, lastCalled, 0, calledOctets);
        InetAddress called = address(control.asSlice(calledAt, calledOctets).toArray(ValueLayout.JAVA_BYTE));
        return called.isLinkLocalAddress() || called.isMulticastAddress() ? from : new HeardAddress(from, called);
    }

    /** IPv4 also where it is told as a mapped one. */
    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
