// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.conntrack;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Asks the kernel for flows with one address alone, so that it does not tell of all others. One before 5.8 does not know that and tells of all. Of IPv6 all are asked for: there the kernel (seen in 6.18) leaves out those that
 * have the address instead of all others. Stateless.
 */
final class FlowFilter {

    private static final int NESTED = 0x8000;
    private static final int CTA_TUPLE_IP = 1;
    private static final int CTA_FILTER = 25;

    private FlowFilter() {}

    /** Attributes of the question; none: for all. */
    static byte[] of(FlowEnd end, InetAddress address) {
        if (!(address instanceof Inet4Address)) {
            return new byte[0];
        }
        byte[] ip = attribute(CTA_TUPLE_IP | NESTED, attribute(end.ipv4, address.getAddress()));
        byte[] tuple = attribute(end.tuple | NESTED, ip);
        // The flags of a tuple have its number, and a bit for each thing that counts: the sender first, then whom it is
        // sent to.
        int flag = end.ipv4;
        byte[] flags = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(flag)
                .array();
        byte[] filter = attribute(CTA_FILTER | NESTED, attribute(end.tuple, flags));
        return ByteBuffer.allocate(tuple.length + filter.length)
                .put(tuple)
                .put(filter)
                .array();
    }

    private static byte[] attribute(int type, byte[] value) {
        int length = Attributes.HEADER + value.length;
        return ByteBuffer.allocate(Attributes.aligned(length))
                .order(ByteOrder.nativeOrder())
                .putShort((short) length)
                .putShort((short) type)
                .put(value)
                .array();
    }
}
