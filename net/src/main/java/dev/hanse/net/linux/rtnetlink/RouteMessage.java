// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import dev.hanse.net.linux.SocketNumbers;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Orders to the kernel about a route, as rtnetlink(7) has them: {@code nlmsghdr}, {@code rtmsg}, attributes. Stateless. */
final class RouteMessage {

    /** {@code RT_TABLE_MAIN}. */
    static final byte MAIN = (byte) 254;

    private static final short NEW_ROUTE = 24;
    private static final short DELETE_ROUTE = 25;

    /** {@code NLM_F_REQUEST} and {@code NLM_F_ACK}. */
    private static final int ORDER = 0x5;

    /** {@code NLM_F_REPLACE} and {@code NLM_F_CREATE}. */
    private static final int REPLACE = 0x500;

    private static final byte UNICAST = 1;
    private static final byte UNREACHABLE = 7;

    /** {@code RT_SCOPE_NOWHERE}: of whatever scope, where a route is deleted. */
    private static final byte ANY_SCOPE = (byte) 255;

    private static final short DESTINATION = 1;
    private static final short METRIC = 6;
    private static final int FIXED = 512;
    private static final int PER_HOP = 32;

    private RouteMessage() {}

    static ByteBuffer replace(NetworkMessage.Route route) {
        ByteBuffer message = begun(NEW_ROUTE, ORDER | REPLACE, (byte) 0, route);
        if (!route.unreachable()) {
            putHops(message, route);
        }
        return ended(message);
    }

    static ByteBuffer delete(NetworkMessage.Route route) {
        return ended(begun(DELETE_ROUTE, ORDER, ANY_SCOPE, route));
    }

    private static ByteBuffer begun(short type, int flags, byte scope, NetworkMessage.Route route) {
        boolean v6 = route.destination() instanceof Inet6Address;
        ByteBuffer message = ByteBuffer.allocate(FIXED + PER_HOP * route.hops().size())
                .order(ByteOrder.nativeOrder())
                .putInt(0)
                .putShort(type)
                .putShort((short) flags)
                .putInt(1)
                .putInt(0)
                .put((byte) (v6 ? SocketNumbers.AF_INET6 : SocketNumbers.AF_INET))
                .put((byte) route.bits())
                .put(new byte[2])
                .put(MAIN)
                .put((byte) route.protocol())
                .put(scope)
                .put(route.unreachable() ? UNREACHABLE : UNICAST)
                .putInt(0);
        attribute(message, DESTINATION, route.destination().getAddress());
        return message.putShort((short) 8).putShort(METRIC).putInt((int) route.metric());
    }

    /** One as attributes of the route: routes of one way look like that when the kernel tells them. */
    private static void putHops(ByteBuffer message, NetworkMessage.Route route) {
        if (route.hops().size() == 1) {
            NetworkMessage.Hop only = route.hops().getFirst();
            gateway(message, only);
            message.putShort((short) 8)
                    .putShort((short) MessageReader.ROUTE_DEVICE)
                    .putInt(only.device());
            return;
        }
        int start = message.position();
        message.putShort((short) 0).putShort((short) HopReader.MULTIPATH);
        route.hops().forEach(hop -> putHop(message, hop));
        message.putShort(start, (short) (message.position() - start));
    }

    private static void putHop(ByteBuffer message, NetworkMessage.Hop hop) {
        int start = message.position();
        message.putShort((short) 0).put(new byte[2]).putInt(hop.device());
        gateway(message, hop);
        message.putShort(start, (short) (message.position() - start));
    }

    private static void gateway(ByteBuffer message, NetworkMessage.Hop hop) {
        hop.gateway().ifPresent(address -> attribute(message, (short) HopReader.GATEWAY, address.getAddress()));
    }

    /** Addresses are a multiple of four octets long. */
    private static void attribute(ByteBuffer message, short type, byte[] value) {
        message.putShort((short) (MessageReader.ATTRIBUTE + value.length))
                .putShort(type)
                .put(value);
    }

    private static ByteBuffer ended(ByteBuffer message) {
        int octets = message.position();
        message.putInt(0, octets);
        return ByteBuffer.wrap(Arrays.copyOf(message.array(), octets)).order(message.order());
    }
}
