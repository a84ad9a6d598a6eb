// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import dev.hanse.net.linux.SocketNumbers;
import dev.hanse.net.linux.rtnetlink.TableRoute.Way;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/** Routes of any table as rtnetlink has them, octet by octet where they lead, so that what this program does not know is kept. Stateless. */
final class TableCodec {

    static final short NEW = 24;
    static final short DELETE = 25;

    private static final int BITS = 1;
    private static final int SOURCE_BITS = 2;
    private static final int TOS = 3;
    private static final int TABLE = 4;
    private static final int PROTOCOL = 5;
    private static final int SCOPE = 6;
    private static final int TYPE = 7;
    private static final int FLAGS = 8;

    private static final byte UNICAST = 1;

    /** Blackhole, unreachable, prohibit, throw. */
    private static final Set<Byte> WAYLESS = Set.of((byte) 6, (byte) 7, (byte) 8, (byte) 9);

    /** {@code RTNH_F_ONLINK}: of the flags the only one that is an order. */
    private static final int ON_LINK = 4;

    /** {@code RTA_OIF}, {@code RTA_GATEWAY}, {@code RTA_PREFSRC}, {@code RTA_METRICS}, {@code RTA_MULTIPATH}, {@code RTA_VIA}, {@code RTA_ENCAP_TYPE}, {@code RTA_ENCAP}. */
    private static final int[] WAY = {4, 5, 7, 8, HopReader.MULTIPATH, 18, 21, 22};

    private static final int DESTINATION = 1;
    private static final int METRIC = 6;
    private static final int TABLE_NUMBER = 15;
    private static final int HOP_FLAGS = 2;

    /** {@code RT_SCOPE_NOWHERE}: of whatever scope, where a route is deleted. */
    private static final byte ANY_SCOPE = (byte) 255;

    private TableCodec() {}

    static ByteBuffer put(TableRoute route, long table) {
        Way way = route.way();
        ByteBuffer message = begun(
                NEW,
                NetlinkOrder.ORDER | NetlinkOrder.REPLACE,
                new byte[] {(byte) route.protocol(), way.scope(), way.type()},
                way.flags(),
                route,
                table);
        message.put(way.attributes().duplicate());
        return NetlinkOrder.ended(message);
    }

    static ByteBuffer delete(TableRoute route, long table) {
        return NetlinkOrder.ended(
                begun(DELETE, NetlinkOrder.ORDER, new byte[] {(byte) route.protocol(), ANY_SCOPE, 0}, 0, route, table));
    }

    private static ByteBuffer begun(
            short type, int orders, byte[] protocolScopeType, int flags, TableRoute route, long table) {
        boolean v6 = route.destination().address() instanceof Inet6Address;
        ByteBuffer message = NetlinkOrder.begun(type, orders)
                .put((byte) (v6 ? SocketNumbers.AF_INET6 : SocketNumbers.AF_INET))
                .put((byte) route.destination().bits())
                .put(new byte[3])
                .put(protocolScopeType)
                .putInt(flags);
        NetlinkOrder.attribute(
                message, DESTINATION, route.destination().address().getAddress());
        NetlinkOrder.attribute(message, METRIC, (int) route.metric());
        NetlinkOrder.attribute(message, TABLE_NUMBER, (int) table);
        return message;
    }

    /** Empty for those of another table, for some sources or kinds of service only, for IPv4 in IPv6, or of a type that no sender asks for. */
    static Optional<TableRoute> read(ByteBuffer body, long table) {
        if (body.remaining() < MessageReader.ROUTE
                || table(body) != table
                || body.get(SOURCE_BITS) != 0
                || body.get(TOS) != 0) {
            return Optional.empty();
        }
        byte type = body.get(TYPE);
        if (type != UNICAST && !WAYLESS.contains(type)) {
            return Optional.empty();
        }
        return destination(body)
                .map(prefix -> new TableRoute(
                        prefix,
                        number(body, METRIC),
                        body.get(PROTOCOL) & 0xff,
                        type == UNICAST ? way(body) : none(type)));
    }

    private static long table(ByteBuffer body) {
        long said = number(body, TABLE_NUMBER);
        return said == 0 ? body.get(TABLE) & 0xff : said;
    }

    private static Way none(byte type) {
        return new Way(type, (byte) 0, 0, ByteBuffer.allocate(0));
    }

    private static Way way(ByteBuffer body) {
        ByteBuffer attributes = ByteBuffer.allocate(body.capacity()).order(body.order());
        for (int type : WAY) {
            MessageReader.attribute(body, MessageReader.ROUTE, type)
                    .ifPresent(value -> NetlinkOrder.attribute(attributes, type, settable(type, value, body)));
        }
        return new Way(UNICAST, body.get(SCOPE), body.getInt(FLAGS) & ON_LINK, attributes.flip());
    }

    /** Flags of hops say also what became of their links. */
    private static byte[] settable(int type, byte[] value, ByteBuffer body) {
        if (type == HopReader.MULTIPATH) {
            ByteBuffer hops = ByteBuffer.wrap(value).order(body.order());
            int at = 0;
            while (at + HopReader.NEXT_HOP <= value.length) {
                int length = Math.max(HopReader.NEXT_HOP, hops.getShort(at) & 0xffff);
                value[at + HOP_FLAGS] &= ON_LINK;
                at += MessageReader.aligned(length);
            }
        }
        return value;
    }

    private static Optional<Network> destination(ByteBuffer body) {
        return MessageReader.destination(body, body.get(0)).map(address -> new Network(address, body.get(BITS) & 0xff));
    }

    private static long number(ByteBuffer body, int type) {
        return MessageReader.number(body, MessageReader.ROUTE, type)
                .map(Integer::toUnsignedLong)
                .orElse(0L);
    }
}
