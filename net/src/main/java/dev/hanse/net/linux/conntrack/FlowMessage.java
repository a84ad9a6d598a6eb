// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.conntrack;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One flow, as the kernel says it.
 *
 * @param family AF_INET or AF_INET6
 * @param attributes what it says of it
 */
record FlowMessage(byte family, ByteBuffer attributes) {

    /** {@code nfgenmsg}: family, version, resource. */
    static final int HEADER = 4;

    private static final int CTA_TUPLE_ORIG = 1;
    private static final int CTA_ID = 12;
    private static final int CTA_ZONE = 18;
    private static final int CTA_TUPLE_IP = 1;
    private static final int CTA_TUPLE_PROTO = 2;
    private static final int CTA_PROTO_NUM = 1;

    /** @param message behind {@code nlmsghdr} */
    static Optional<FlowMessage> of(ByteBuffer message) {
        return message.remaining() < HEADER
                ? Optional.empty()
                : Optional.of(new FlowMessage(
                        message.get(message.position()),
                        message.slice(message.position() + HEADER, message.remaining() - HEADER)
                                .order(ByteOrder.nativeOrder())));
    }

    /** Whether it is of one of the transports and has one of the addresses at that end. Of most flows no address is made. */
    boolean has(FlowEnd end, Set<InetSocketAddress> addresses, Set<Transport> transports) {
        ByteBuffer tuple = Attributes.value(attributes, end.tuple);
        ByteBuffer protocol = Attributes.value(tuple, CTA_TUPLE_PROTO);
        ByteBuffer number = Attributes.value(protocol, CTA_PROTO_NUM);
        ByteBuffer port = Attributes.value(protocol, end.port);
        if (number == null
                || port == null
                || number.remaining() < 1
                || port.remaining() < Short.BYTES
                || transports.stream().noneMatch(each -> each.number == number.get(0))) {
            return false;
        }
        int at = Short.toUnsignedInt(port.order(ByteOrder.BIG_ENDIAN).getShort(0));
        return addresses.stream().anyMatch(each -> each.getPort() == at)
                && addresses.contains(new InetSocketAddress(address(Attributes.value(tuple, CTA_TUPLE_IP), end), at));
    }

    private static @Nullable InetAddress address(@Nullable ByteBuffer addresses, FlowEnd end) {
        ByteBuffer ipv4 = Attributes.value(addresses, end.ipv4);
        ByteBuffer found = ipv4 == null ? Attributes.value(addresses, end.ipv6) : ipv4;
        byte[] octets = new byte[found == null ? 0 : found.remaining()];
        if (found != null) {
            found.get(octets);
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException _) {
            return InetAddress.ofLiteral("0.0.0.0");
        }
    }

    /** What names this flow and no later one of the same ends. */
    byte[] name() {
        ByteBuffer name = ByteBuffer.allocate(Attributes.aligned(attributes.capacity()));
        for (int type : new int[] {CTA_TUPLE_ORIG, CTA_ZONE, CTA_ID}) {
            ByteBuffer part = Attributes.whole(attributes, type);
            if (part != null) {
                int end = Attributes.aligned(name.position() + part.remaining());
                name.put(part).position(end);
            }
        }
        byte[] octets = new byte[name.position()];
        name.flip().get(octets);
        return octets;
    }
}
