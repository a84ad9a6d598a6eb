// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** {@code RTA_ENCAP} of the kinds "ip" and "ip6" as attributes, of a route and of one of its several ways. Stateless. */
final class EncapsulationCodec {

    private static final int TYPE = 21;
    private static final int ATTRIBUTES = 22;

    /** {@code LWTUNNEL_ENCAP_IP} and {@code LWTUNNEL_ENCAP_IP6}; their attributes have the same numbers. */
    private static final short IP = 2;

    private static final short IP6 = 4;

    private static final int ID = 1;
    private static final int REMOTE = 2;
    private static final int TTL = 4;
    private static final int FLAGS = 6;

    /** Not that of the packet inside: a way that many routers long has to carry it all the same. */
    private static final byte HOPS = 64;

    /** {@code TUNNEL_CSUM}, in network order: IPv6 has no checksum of its own, and routers may drop what has none. */
    private static final short CHECKSUM = 1;

    private EncapsulationCodec() {}

    static void put(ByteBuffer message, Encapsulation into) {
        boolean v4 = into.remote() instanceof Inet4Address;
        NetlinkOrder.attribute(
                message,
                TYPE,
                octets(message, Short.BYTES).putShort(0, v4 ? IP : IP6).array());
        int start = NetlinkOrder.nest(message, ATTRIBUTES);
        NetlinkOrder.attribute(
                message,
                ID,
                ByteBuffer.allocate(Long.BYTES).putLong(0, into.vni()).array());
        NetlinkOrder.attribute(message, REMOTE, into.remote().getAddress());
        NetlinkOrder.attribute(message, TTL, new byte[] {HOPS});
        if (!v4) {
            NetlinkOrder.attribute(
                    message,
                    FLAGS,
                    ByteBuffer.allocate(Short.BYTES).putShort(0, CHECKSUM).array());
        }
        NetlinkOrder.nested(message, start);
    }

    private static ByteBuffer octets(ByteBuffer message, int size) {
        return ByteBuffer.allocate(size).order(message.order());
    }

    /** Empty also for a way into something else. */
    static Optional<Encapsulation> read(ByteBuffer body, int fixed) {
        return MessageReader.attribute(body, fixed, TYPE)
                .filter(kind -> isIp(kind, body.order()))
                .flatMap(_ -> MessageReader.attribute(body, fixed, ATTRIBUTES))
                .map(octets -> ByteBuffer.wrap(octets).order(body.order()))
                .flatMap(EncapsulationCodec::inner);
    }

    private static boolean isIp(byte[] kind, ByteOrder order) {
        int number =
                kind.length == Short.BYTES ? ByteBuffer.wrap(kind).order(order).getShort() : 0;
        return number == IP || number == IP6;
    }

    private static Optional<Encapsulation> inner(ByteBuffer attributes) {
        int vni = MessageReader.attribute(attributes, 0, ID)
                .filter(octets -> octets.length == Long.BYTES)
                .map(octets -> (int) ByteBuffer.wrap(octets).getLong())
                .orElse(0);
        return MessageReader.attribute(attributes, 0, REMOTE)
                .flatMap(EncapsulationCodec::address)
                .map(remote -> new Encapsulation(remote, vni));
    }

    private static Optional<InetAddress> address(byte[] octets) {
        try {
            return Optional.of(InetAddress.getByAddress(octets));
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }
}
