// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The {@code virtio_net_hdr} that goes before every packet of the TUN device in both directions; integers in the machine's byte order
 * (Virtual I/O Device specification 1.2, section 5.1.6).
 *
 * <pre>
 *  0       1          2             4             6              8               10
 *  | flags | gso_type | hdr_len u16 | gso_size u16 | csum_start u16 | csum_offset u16 |
 * </pre>
 */
public final class VirtioHeader {

    /** Length of the header. */
    public static final int OCTETS = 10;

    /** Flag: the checksum field holds the pseudo-header sum only; the rest is still to be added. */
    public static final int NEEDS_CHECKSUM = 1;

    /** No segmentation. */
    public static final int GSO_NONE = 0;

    /** TCP over IPv4. */
    public static final int GSO_TCPV4 = 1;

    /** TCP over IPv6. */
    public static final int GSO_TCPV6 = 4;

    /** UDP datagrams of one size over IPv4 or IPv6. */
    public static final int GSO_UDP = 5;

    /** Bit of the segmentation type: the first segment has CWR (RFC 3168). */
    static final int GSO_ECN = 0x80;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

    private VirtioHeader() {}

    /** Whether the checksum must be completed. */
    public static boolean needsChecksum(byte[] buffer, int offset) {
        return (buffer[offset] & NEEDS_CHECKSUM) != 0;
    }

    /** Kind of segmentation without the ECN bit. */
    public static int gsoType(byte[] buffer, int offset) {
        return buffer[offset + 1] & 0xff & ~GSO_ECN;
    }

    /** Payload octets per segment. */
    public static int gsoSize(byte[] buffer, int offset) {
        return uint16(buffer, offset + 4);
    }

    /** Where the checksum starts, from the first octet of the packet. */
    public static int checksumStart(byte[] buffer, int offset) {
        return uint16(buffer, offset + 6);
    }

    /** Where the checksum field lies, from {@link #checksumStart}. */
    public static int checksumOffset(byte[] buffer, int offset) {
        return uint16(buffer, offset + 8);
    }

    /** Writes the header of a packet that is complete as it is. */
    public static void putPlain(byte[] buffer, int offset) {
        put(buffer, offset, 0, GSO_NONE, 0, 0, 0, 0);
    }

    /** Writes a header with all fields. */
    public static void put(
            byte[] buffer,
            int offset,
            int flags,
            int gsoType,
            int headerLength,
            int gsoSize,
            int checksumStart,
            int checksumOffset) {
        buffer[offset] = (byte) flags;
        buffer[offset + 1] = (byte) gsoType;
        SHORT.set(buffer, offset + 2, (short) headerLength);
        SHORT.set(buffer, offset + 4, (short) gsoSize);
        SHORT.set(buffer, offset + 6, (short) checksumStart);
        SHORT.set(buffer, offset + 8, (short) checksumOffset);
    }

    private static int uint16(byte[] buffer, int offset) {
        return (short) SHORT.get(buffer, offset) & 0xffff;
    }
}
