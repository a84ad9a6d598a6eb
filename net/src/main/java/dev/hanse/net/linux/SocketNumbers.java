// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

/** Numbers of address families, socket types and socket options as the kernel has them (socket(7), ip(7), ipv6(7), udp(7)). */
public final class SocketNumbers {

    /** Family IPv4. */
    public static final int AF_INET = 2;

    /** Family IPv6. */
    public static final int AF_INET6 = 10;

    /** Type: datagrams. */
    public static final int SOCK_DGRAM = 2;

    /** Flag beside the type: calls return instead of waiting. */
    public static final int SOCK_NONBLOCK = 0x800;

    /** Flag beside the type: not for processes that this one starts. */
    public static final int SOCK_CLOEXEC = 0x80000;

    /** Level of options that all sockets have. */
    public static final int SOL_SOCKET = 1;

    /** Send buffer, as far as net.core.wmem_max allows. */
    public static final int SO_SNDBUF = 7;

    /** Receive buffer, as far as net.core.rmem_max allows. */
    public static final int SO_RCVBUF = 8;

    /** Send buffer of any size, for CAP_NET_ADMIN. */
    public static final int SO_SNDBUFFORCE = 32;

    /** Receive buffer of any size, for CAP_NET_ADMIN. */
    public static final int SO_RCVBUFFORCE = 33;

    /** Level of options of IPv4. */
    public static final int IPPROTO_IP = 0;

    /** Level of options of IPv6. */
    public static final int IPPROTO_IPV6 = 41;

    /** Whether a socket of IPv6 leaves IPv4 alone. */
    public static final int IPV6_V6ONLY = 26;

    /** Level of options of UDP. */
    public static final int IPPROTO_UDP = 17;

    /** Octets of the datagrams that the kernel cuts a message into (Linux 4.18). */
    public static final int UDP_SEGMENT = 103;

    private SocketNumbers() {}
}
