// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import dev.hanse.net.linux.SocketNumbers;
import java.net.Inet6Address;
import java.nio.ByteBuffer;

/** Orders to the kernel about a route, as rtnetlink(7) has them: {@code nlmsghdr}, {@code rtmsg}, attributes. Stateless. */
final class RouteMessage {

    /** {@code RT_TABLE_MAIN}. */
    static final byte MAIN = (byte) 254;

    private static final byte UNICAST = 1;
    private static final byte UNREACHABLE = 7;

    /** {@code RT_SCOPE_NOWHERE}: of whatever scope, where a route is deleted. */
    private static final byte ANY_SCOPE = (byte) 255;

    private static final int DESTINATION = 1;
    private static final int METRIC = 6;
    private static final int FIXED = 512;
    private static final int PER_HOP = 128;

    private RouteMessage() {}

    static ByteBuffer replace(NetworkMessage.Route route) {
        ByteBuffer message = begun(TableCodec.NEW, NetlinkOrder.ORDER | NetlinkOrder.REPLACE, (byte) 0, route);
        if (!route.unreachable()) {
            putHops(message, route);
        }
        return NetlinkOrder.ended(message);
    }

    static ByteBuffer delete(NetworkMessage.Route route) {
        return NetlinkOrder.ended(begun(TableCodec.DELETE, NetlinkOrder.ORDER, ANY_SCOPE, route));
    }

    private static ByteBuffer begun(short type, int flags, byte scope, NetworkMessage.Route route) {
        boolean v6 = route.destination() instanceof Inet6Address;
        ByteBuffer message = NetlinkOrder.begun(
                        type, flags, FIXED + PER_HOP * route.hops().size())
                .put((byte) (v6 ? SocketNumbers.AF_INET6 : SocketNumbers.AF_INET))
                .put((byte) route.bits())
                .put(new byte[2])
                .put(MAIN)
                .put((byte) route.protocol())
                .put(scope)
                .put(route.unreachable() ? UNREACHABLE : UNICAST)
                .putInt(0);
        NetlinkOrder.attribute(message, DESTINATION, route.destination().getAddress());
        NetlinkOrder.attribute(message, METRIC, (int) route.metric());
        return message;
    }

    /** One as attributes of the route: routes of one way look like that when the kernel tells them. */
    private static void putHops(ByteBuffer message, NetworkMessage.Route route) {
        if (route.hops().size() == 1) {
            NetworkMessage.Hop only = route.hops().getFirst();
            gateway(message, only);
            NetlinkOrder.attribute(message, MessageReader.ROUTE_DEVICE, only.device());
            return;
        }
        int start = message.position();
        message.putShort((short) 0).putShort((short) HopReader.MULTIPATH);
        route.hops().forEach(hop -> putHop(message, hop));
        message.putShort(start, (short) (message.position() - start));
    }

    private static void putHop(ByteBuffer message, NetworkMessage.Hop hop) {
        int start = message.position();
        message.putShort((short) 0).put((byte) 0).put((byte) (hop.weight() - 1)).putInt(hop.device());
        gateway(message, hop);
        message.putShort(start, (short) (message.position() - start));
    }

    private static void gateway(ByteBuffer message, NetworkMessage.Hop hop) {
        hop.into().ifPresent(into -> EncapsulationCodec.put(message, into));
        hop.gateway().ifPresent(address -> NetlinkOrder.attribute(message, HopReader.GATEWAY, address.getAddress()));
    }
}
