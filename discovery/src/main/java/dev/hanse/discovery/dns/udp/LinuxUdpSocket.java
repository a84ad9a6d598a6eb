// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static dev.hanse.net.linux.SocketNumbers.AF_INET;
import static dev.hanse.net.linux.SocketNumbers.AF_INET6;
import static dev.hanse.net.linux.SocketNumbers.IPPROTO_IP;
import static dev.hanse.net.linux.SocketNumbers.IPPROTO_IPV6;
import static dev.hanse.net.linux.SocketNumbers.IPPROTO_UDP;
import static dev.hanse.net.linux.SocketNumbers.IPV6_V6ONLY;
import static dev.hanse.net.linux.SocketNumbers.SOCK_CLOEXEC;
import static dev.hanse.net.linux.SocketNumbers.SOCK_DGRAM;
import static dev.hanse.net.linux.SocketNumbers.SOL_SOCKET;
import static dev.hanse.net.linux.SocketNumbers.UDP_SEGMENT;

import dev.hanse.discovery.dns.listen.Family;
import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.SocketAddressCodec;
import dev.hanse.net.linux.Sockets;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A bound UDP socket of Linux. Made by one thread and used by another; {@link #wake} may be called by any. */
final class LinuxUdpSocket {

    private static final int SO_REUSEPORT = 15;
    private static final int IP_PKTINFO = 8;
    private static final int IPV6_RECVPKTINFO = 49;

    private final int descriptor;
    private final Sockets sockets;
    private final InetSocketAddress address;
    private final boolean segments;

    private LinuxUdpSocket(int descriptor, Sockets sockets, InetSocketAddress address, boolean segments) {
        this.descriptor = descriptor;
        this.sockets = sockets;
        this.address = address;
        this.segments = segments;
    }

    /** Opens and binds; asks for the destination address of each datagram where the address is a wildcard. */
    static LinuxUdpSocket open(InetSocketAddress address, Family family, boolean shared) throws IOException {
        Sockets sockets = new Sockets();
        boolean ipv6 = address.getAddress() instanceof Inet6Address;
        int descriptor = sockets.socket(ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (descriptor < 0) {
            throw new IOException("no UDP socket: errno " + -descriptor);
        }
        try {
            setOptions(sockets, descriptor, family, shared, address.getAddress().isAnyLocalAddress());
            bind(sockets, descriptor, address, ipv6);
            InetSocketAddress bound = address.getPort() == 0 ? name(sockets, descriptor, address, ipv6) : address;
            boolean segments = sockets.setOption(descriptor, IPPROTO_UDP, UDP_SEGMENT, 0) == 0;
            return new LinuxUdpSocket(descriptor, sockets, bound, segments);
        } catch (IOException | RuntimeException e) {
            sockets.close(descriptor);
            throw e;
        }
    }

    private static void setOptions(Sockets sockets, int descriptor, Family family, boolean shared, boolean wildcard)
            throws IOException {
        sockets.setReceiveBuffer(descriptor, Sizes.RECEIVE_BUFFER_OCTETS);
        if (shared) {
            require(sockets.setOption(descriptor, SOL_SOCKET, SO_REUSEPORT, 1), "SO_REUSEPORT");
        }
        if (wildcard && family != Family.IPV4) {
            int only = family == Family.IPV6 ? 1 : 0;
            require(sockets.setOption(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, only), "IPV6_V6ONLY");
            require(sockets.setOption(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1), "IPV6_RECVPKTINFO");
        } else if (wildcard) {
            require(sockets.setOption(descriptor, IPPROTO_IP, IP_PKTINFO, 1), "IP_PKTINFO");
        }
    }

    private static void bind(Sockets sockets, int descriptor, InetSocketAddress address, boolean ipv6)
            throws IOException {
        int failed = sockets.bind(descriptor, SocketAddressCodec.encode(address, ipv6));
        if (failed == 0) {
            return;
        }
        throw new BindException(
                switch (-failed) {
                    case Errno.EADDRINUSE -> "Address already in use";
                    case Errno.EACCES -> "Permission denied";
                    case Errno.EADDRNOTAVAIL -> "Cannot assign requested address";
                    default -> "errno " + -failed;
                });
    }

    /** With the real port; without the zone of a link-local address. */
    private static InetSocketAddress name(Sockets sockets, int descriptor, InetSocketAddress address, boolean ipv6)
            throws IOException {
        MemorySegment name = SocketAddressCodec.encode(address, ipv6);
        require(sockets.socketName(descriptor, name), "getsockname");
        InetSocketAddress bound = SocketAddressCodec.decode(name);
        return new InetSocketAddress(InetAddress.getByAddress(bound.getAddress().getAddress()), bound.getPort());
    }

    private static void require(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": errno " + -result);
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
        int received = sockets.receiveMessages(descriptor, batch.empty(), Sizes.BATCH);
        batch.filled(received);
        return received >= 0;
    }

    /** Sends all messages; an answer that the system refuses is left out. */
    void send(AnswerBatch batch) {
        int at = 0;
        while (at < batch.messages()) {
            int sent = sockets.sendMessages(descriptor, batch.headersFrom(at), batch.messages() - at);
            if (sent > 0) {
                at += sent;
            } else if (sent != -Errno.EINTR && !batch.separate(at)) {
                at++;
            }
        }
    }

    /** Ends a wait in {@link #receive}, and all later ones at once. */
    void wake() {
        // Fails with ENOTCONN, as the socket has no peer, and yet wakes whoever waits.
        new Sockets().shutdown(descriptor);
    }

    void close() {
        new Sockets().close(descriptor);
    }
}
