// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.hanse.discovery.dns.wire.ClientAddress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * {@code sockaddr_in} and {@code sockaddr_in6} of Linux: family (2 octets, host order), port (2, network order), then
 * the IPv4 address (4), or flow
 * information (4), the IPv6 address (16) and the scope (4, host order).
 */
final class SocketAddresses {

    /** Octets of the larger of the two. */
    static final int OCTETS = 28;

    private static final int IPV4_OCTETS = 16;
    private static final ValueLayout.OfShort PORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketAddresses() {}

    /** Writes the address; returns its length. */
    static int write(InetSocketAddress address, MemorySegment target) {
        target.fill((byte) 0);
        target.set(PORT, 2, (short) address.getPort());
        byte[] octets = address.getAddress().getAddress();
        if (address.getAddress() instanceof Inet6Address ipv6) {
            target.set(JAVA_SHORT, 0, (short) Libc.AF_INET6);
            MemorySegment.copy(octets, 0, target, JAVA_BYTE, 8, 16);
            target.set(JAVA_INT_UNALIGNED, 24, ipv6.getScopeId());
            return OCTETS;
        }
        target.set(JAVA_SHORT, 0, (short) Libc.AF_INET);
        MemorySegment.copy(octets, 0, target, JAVA_BYTE, 4, 4);
        return IPV4_OCTETS;
    }

    /** Reads an address. */
    static InetSocketAddress read(MemorySegment source) throws UnknownHostException {
        boolean ipv6 = source.get(JAVA_SHORT, 0) == Libc.AF_INET6;
        byte[] octets = source.asSlice(ipv6 ? 8 : 4, ipv6 ? 16 : 4).toArray(JAVA_BYTE);
        return new InetSocketAddress(InetAddress.getByAddress(octets), source.get(PORT, 2) & 0xffff);
    }

    /** Reads the address that begins at word {@code at} into {@code target}. */
    static void read(KernelWords source, int at, ClientAddress target) {
        if ((short) source.get(at) == Libc.AF_INET6) {
            target.setIpv6(Long.reverseBytes(source.get(at + 1)), Long.reverseBytes(source.get(at + 2)));
        } else {
            target.setIpv4(Integer.reverseBytes(source.upper(at)));
        }
    }
}
