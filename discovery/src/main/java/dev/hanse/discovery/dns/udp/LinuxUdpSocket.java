// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** A bound UDP socket of Linux. Made by one thread and used by another; {@link #wake} may be called by any. */
final class LinuxUdpSocket {

    private final int descriptor;
    private final MemorySegment errno;
    private final InetSocketAddress address;
    private final boolean segments;

    private LinuxUdpSocket(int descriptor, MemorySegment errno, InetSocketAddress address, boolean segments) {
        this.descriptor = descriptor;
        this.errno = errno;
        this.address = address;
        this.segments = segments;
    }

    /** Opens and binds; asks for the destination address of each datagram where the address is a wildcard. */
    static LinuxUdpSocket open(Arena arena, InetSocketAddress address, boolean shared) throws IOException {
        MemorySegment errno = Libc.allocateErrno(arena);
        boolean ipv6 = address.getAddress() instanceof Inet6Address;
        int descriptor = Libc.socket(errno, ipv6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_DGRAM_CLOEXEC);
        if (descriptor < 0) {
            throw new IOException("no UDP socket: errno " + Libc.errno(errno));
        }
        try {
            setOptions(
                    arena, errno, descriptor, ipv6, shared, address.getAddress().isAnyLocalAddress());
            bind(arena, errno, descriptor, address);
            InetSocketAddress bound = address.getPort() == 0 ? name(arena, errno, descriptor) : address;
            MemorySegment none = arena.allocateFrom(JAVA_INT, 0);
            boolean segments = Libc.setOption(errno, descriptor, Libc.IPPROTO_UDP, Libc.UDP_SEGMENT, none) == 0;
            return new LinuxUdpSocket(descriptor, errno, bound, segments);
        } catch (IOException | RuntimeException e) {
            Libc.close(errno, descriptor);
            throw e;
        }
    }

    private static void setOptions(
            Arena arena, MemorySegment errno, int descriptor, boolean ipv6, boolean shared, boolean wildcard)
            throws IOException {
        MemorySegment size = arena.allocateFrom(JAVA_INT, Sizes.RECEIVE_BUFFER_OCTETS);
        MemorySegment on = arena.allocateFrom(JAVA_INT, 1);
        MemorySegment off = arena.allocateFrom(JAVA_INT, 0);
        // Beyond net.core.rmem_max only with CAP_NET_ADMIN; without it the system's limit must do.
        if (Libc.setOption(errno, descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, size) < 0) {
            Libc.setOption(errno, descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUF, size);
        }
        if (shared) {
            require(errno, Libc.setOption(errno, descriptor, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, on), "SO_REUSEPORT");
        }
        if (wildcard && ipv6) {
            require(errno, Libc.setOption(errno, descriptor, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, off), "IPV6_V6ONLY");
            require(
                    errno,
                    Libc.setOption(errno, descriptor, Libc.IPPROTO_IPV6, Libc.IPV6_RECVPKTINFO, on),
                    "IPV6_RECVPKTINFO");
        } else if (wildcard) {
            require(errno, Libc.setOption(errno, descriptor, Libc.IPPROTO_IP, Libc.IP_PKTINFO, on), "IP_PKTINFO");
        }
    }

    private static void bind(Arena arena, MemorySegment errno, int descriptor, InetSocketAddress address)
            throws IOException {
        MemorySegment name = arena.allocate(SocketAddresses.OCTETS, 8);
        if (Libc.bind(errno, descriptor, name, SocketAddresses.write(address, name)) == 0) {
            return;
        }
        throw new BindException(
                switch (Libc.errno(errno)) {
                    case Libc.EADDRINUSE -> "Address already in use";
                    case Libc.EACCES -> "Permission denied";
                    case Libc.EADDRNOTAVAIL -> "Cannot assign requested address";
                    default -> "errno " + Libc.errno(errno);
                });
    }

    private static InetSocketAddress name(Arena arena, MemorySegment errno, int descriptor) throws IOException {
        MemorySegment name = arena.allocate(SocketAddresses.OCTETS, 8);
        MemorySegment length = arena.allocateFrom(JAVA_INT, SocketAddresses.OCTETS);
        require(errno, Libc.socketName(errno, descriptor, name, length), "getsockname");
        return SocketAddresses.read(name);
    }

    private static void require(MemorySegment errno, int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": errno " + Libc.errno(errno));
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** Whether the system cuts messages into datagrams; one that does not know {@code UDP_SEGMENT} would send them whole. */
    boolean segments() {
        return segments;
    }

    /** Waits for datagrams and takes as many as are there; none after {@link #wake}. Returns whether there was no error. */
    boolean receive(QueryBatch batch) {
        int received = Libc.receive(errno, descriptor, batch.empty(), Sizes.BATCH);
        batch.filled(received);
        return received >= 0;
    }

    /** Sends all messages; an answer that the system refuses is left out. */
    void send(AnswerBatch batch) {
        int at = 0;
        while (at < batch.messages()) {
            int sent = Libc.send(errno, descriptor, batch.headersFrom(at), batch.messages() - at);
            if (sent > 0) {
                at += sent;
            } else if (Libc.errno(errno) != Libc.EINTR && !batch.separate(at)) {
                at++;
            }
        }
    }

    /** Ends a wait in {@link #receive}, and all later ones at once. */
    void wake(MemorySegment ownErrno) {
        // Fails with ENOTCONN, as the socket has no peer, and yet wakes whoever waits.
        Libc.shutdown(ownErrno, descriptor);
    }

    void close(MemorySegment ownErrno) {
        Libc.close(ownErrno, descriptor);
    }
}
