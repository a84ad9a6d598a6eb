// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * {@code sockaddr_in} and {@code sockaddr_in6}. On an IPv6 socket, IPv4 addresses are written as mapped ones (RFC 4291, section 2.5.5.2)
 * and read back as IPv4.
 *
 * <pre>
 *  sockaddr_in   family u16 | port u16be | address 4
 *  sockaddr_in6  family u16 | port u16be | flow 4 | address 16 | scope u32
 * </pre>
 */
public final class SocketAddressCodec {

    /** Octets of the larger of the two structures. */
    public static final int MAX_OCTETS = 28;

    private static final int V4_OCTETS = 16;
    private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private SocketAddressCodec() {}

    /** Structure for a socket of a family, in memory that lives as long as it is reachable. */
    public static MemorySegment encode(InetSocketAddress address, boolean v6) {
        MemorySegment structure = Arena.ofAuto().allocate(v6 ? MAX_OCTETS : V4_OCTETS, 8);
        structure.set(JAVA_SHORT, 0, (short) (v6 ? SocketNumbers.AF_INET6 : SocketNumbers.AF_INET));
        structure.set(PORT, 2, (short) address.getPort());
        byte[] octets = address.getAddress().getAddress();
        if (!v6) {
            MemorySegment.copy(octets, 0, structure, JAVA_BYTE, 4, 4);
        } else if (address.getAddress() instanceof Inet4Address) {
            MemorySegment.copy(MAPPED, 0, structure, JAVA_BYTE, 8, MAPPED.length);
            MemorySegment.copy(octets, 0, structure, JAVA_BYTE, 8 + MAPPED.length, octets.length);
        } else {
            MemorySegment.copy(octets, 0, structure, JAVA_BYTE, 8, octets.length);
            structure.set(JAVA_INT_UNALIGNED, 24, ((Inet6Address) address.getAddress()).getScopeId());
        }
        return structure;
    }

    /** Reads what the kernel wrote. */
    public static InetSocketAddress decode(MemorySegment structure) {
        boolean v6 = structure.get(JAVA_SHORT, 0) == SocketNumbers.AF_INET6;
        int port = structure.get(PORT, 2) & 0xffff;
        byte[] octets = structure.asSlice(v6 ? 8 : 4, v6 ? 16 : 4).toArray(JAVA_BYTE);
        try {
            return new InetSocketAddress(v6 ? address6(octets, structure) : InetAddress.getByAddress(octets), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress address6(byte[] octets, MemorySegment structure) throws UnknownHostException {
        if (Arrays.mismatch(octets, MAPPED) == MAPPED.length) {
            return InetAddress.getByAddress(Arrays.copyOfRange(octets, MAPPED.length, octets.length));
        }
        int scope = structure.get(JAVA_INT_UNALIGNED, 24);
        return scope == 0 ? InetAddress.getByAddress(octets) : Inet6Address.getByAddress(null, octets, scope);
    }
}
