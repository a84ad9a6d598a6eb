// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static dev.hanse.net.linux.SocketNumbers.AF_INET;
import static dev.hanse.net.linux.SocketNumbers.AF_INET6;
import static dev.hanse.net.linux.SocketNumbers.IPPROTO_IP;
import static dev.hanse.net.linux.SocketNumbers.IPPROTO_IPV6;
import static dev.hanse.net.linux.SocketNumbers.SOCK_CLOEXEC;
import static dev.hanse.net.linux.SocketNumbers.SOCK_DGRAM;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.SocketAddressCodec;
import dev.hanse.net.linux.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Sends from the address that was called, where the kernel would choose another one (ip(7), IP_PKTINFO; ipv6(7), IPV6_PKTINFO): with a copy of the octets, which {@code sendmsg} takes from native memory only. One thread.
 *
 * <pre>
 *  mmsghdr  0 msghdr (56) | 56 len u32
 *  msghdr   0 name* | 8 namelen u32 | 16 iov* | 24 iovlen u64 | 32 control* | 40 controllen u64 | 48 flags i32
 *  cmsghdr  0 len u64 | 8 level i32 | 12 type i32 | 16 data
 *  in_pktinfo   interface i32 | source 4 | destination 4
 *  in6_pktinfo  source 16 | interface u32
 * </pre>
 */
final class CalledAddress {

    static final int IP_PKTINFO = 8;
    static final int IPV6_PKTINFO = 50;

    private static final int IPV6_RECVPKTINFO = 49;
    private static final int CONTROL_HEADER = 16;
    private static final int V4_DATA = 12;
    private static final int V6_DATA = 20;
    private static final int MMSGHDR = 64;

    private final Sockets sockets;
    private final int socket;
    private final MemorySegment octets = Arena.ofAuto().allocate(DatagramPort.MAX_SEND_OCTETS, 8);
    private final MemorySegment vector = Arena.ofAuto().allocate(16, 8);
    private final MemorySegment control = Arena.ofAuto().allocate(64, 8);
    private final MemorySegment message = Arena.ofAuto().allocate(MMSGHDR, 8);

    CalledAddress(Sockets sockets, int socket) {
        this.sockets = sockets;
        this.socket = socket;
        vector.set(ADDRESS, 0, octets);
        message.set(ADDRESS, 16, vector);
        message.set(JAVA_LONG, 24, 1);
        message.set(ADDRESS, 32, control);
    }

    /** Whether the kernel would let packets for this peer leave from another address than the one that was called. */
    static boolean isOther(HeardAddress remote) {
        Sockets asking = new Sockets();
        boolean v6 = remote.getAddress() instanceof Inet6Address;
        int socket = asking.socket(v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (socket < 0) {
            return true;
        }
        try {
            MemorySegment name = SocketAddressCodec.encode(remote, v6);
            if (asking.connect(socket, name) < 0 || asking.socketName(socket, name) < 0) {
                return true;
            }
            return !SocketAddressCodec.decode(name).getAddress().equals(remote.called());
        } finally {
            asking.close(socket);
        }
    }

    /** As {@code sendto}: octets sent, or the negated error number. */
    long send(byte[] buffer, int offset, int length, MemorySegment address, HeardAddress remote) {
        MemorySegment.copy(buffer, offset, octets, JAVA_BYTE, 0, length);
        vector.set(JAVA_LONG, 8, length);
        message.set(ADDRESS, 0, address);
        message.set(JAVA_INT, 8, (int) address.byteSize());
        message.set(JAVA_LONG, 40, fill(remote.called()));
        int sent = sockets.sendMessages(socket, message, 1);
        return sent == 1 ? length : sent == 0 ? -Errno.EAGAIN : sent;
    }

    private long fill(InetAddress called) {
        boolean v4 = called instanceof Inet4Address;
        int data = v4 ? V4_DATA : V6_DATA;
        control.fill((byte) 0);
        control.set(JAVA_LONG, 0, CONTROL_HEADER + data);
        control.set(JAVA_INT, 8, v4 ? IPPROTO_IP : IPPROTO_IPV6);
        control.set(JAVA_INT, 12, v4 ? IP_PKTINFO : IPV6_PKTINFO);
        byte[] source = called.getAddress();
        MemorySegment.copy(source, 0, control, JAVA_BYTE, CONTROL_HEADER + (v4 ? 4 : 0), source.length);
        return CONTROL_HEADER + (data + 7 & ~7);
    }

    /** Has the socket tell which address was called. */
    static void ask(Sockets sockets, int socket, boolean v6) {
        if (v6) {
            sockets.setOption(socket, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
        } else {
            sockets.setOption(socket, IPPROTO_IP, IP_PKTINFO, 1);
        }
    }
}
