// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import static dev.hanse.net.linux.SocketNumbers.SOCK_CLOEXEC;
import static dev.hanse.net.linux.SocketNumbers.SOCK_NONBLOCK;

import dev.hanse.net.linux.Descriptors;
import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.SocketNumbers;
import dev.hanse.net.linux.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A socket of rtnetlink(7) in the network namespace of whoever opens it. It never waits: what the kernel has said is there, or nothing is. One thread at a time.
 */
public final class RouteSocket implements AutoCloseable {

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_GET_STRICT_CHK = 12;

    /** {@code RTMGRP_LINK}, {@code RTMGRP_IPV4_IFADDR}, {@code RTMGRP_IPV4_ROUTE}, {@code RTMGRP_IPV6_IFADDR}, {@code RTMGRP_IPV6_ROUTE}. */
    private static final int NEWS = 0x1 | 0x10 | 0x40 | 0x100 | 0x400;

    /** The same with {@code RTNLGRP_IPV4_RULE} and {@code RTNLGRP_IPV6_RULE}. */
    private static final int NEWS_AND_RULES = NEWS | 1 << 7 | 1 << 18;

    private static final short GET_LINK = 18;
    static final short GET_ROUTE = 26;

    /** {@code NLM_F_REQUEST} and {@code NLM_F_DUMP}. */
    private static final short DUMP = 0x301;

    /** The kernel gives no more at once (NLMSG_GOODSIZE and what grows with the reader's room). */
    private static final int ROOM = 32 * 1024;

    private final Sockets sockets = new Sockets();
    private final Descriptors descriptors = new Descriptors();
    private final byte[] room = new byte[ROOM];
    private final int socket;
    private boolean closed;

    private RouteSocket(int groups) throws LinuxException {
        socket = sockets.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        require(socket, "socket(AF_NETLINK)");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(12, 4);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
            address.set(ValueLayout.JAVA_INT, 8, groups);
            int bound = sockets.bind(socket, address);
            if (bound < 0) {
                close();
                throw new LinuxException("bind(AF_NETLINK)", -bound);
            }
        }
    }

    private static void require(int result, String call) throws LinuxException {
        if (result < 0) {
            throw new LinuxException(call, -result);
        }
    }

    /** One that hears of every change of links, addresses and routes from now on. */
    public static RouteSocket ofNews() throws LinuxException {
        return new RouteSocket(NEWS);
    }

    /** The same, and of every change of rules of policy routing. */
    public static RouteSocket ofNewsAndRules() throws LinuxException {
        return new RouteSocket(NEWS_AND_RULES);
    }

    /**
     * All routes that somebody made.
     *
     * @param protocol who, as iproute2's rt_protos numbers it
     * @throws LinuxException if the kernel does not say
     */
    public static List<NetworkMessage.Route> routes(int protocol) throws LinuxException {
        return routes((byte) 0, protocol).stream()
                .filter(route -> route.protocol() == protocol)
                .toList();
    }

    /**
     * All routes of the main table that lead somewhere or are unreachable, whoever made them.
     *
     * @throws LinuxException if the kernel does not say
     */
    public static List<NetworkMessage.Route> mainTable() throws LinuxException {
        return routes(RouteMessage.MAIN, 0);
    }

    /** Of a table and a protocol; 0: of all. */
    private static List<NetworkMessage.Route> routes(byte table, int protocol) throws LinuxException {
        List<NetworkMessage.Route> routes = new ArrayList<>();
        for (int family : List.of(SocketNumbers.AF_INET, SocketNumbers.AF_INET6)) {
            for (NetworkMessage each : WholeAnswer.of(() -> ask(request(family, table, protocol)))) {
                if (each instanceof NetworkMessage.Route route) {
                    routes.add(route);
                }
            }
        }
        return routes;
    }

    /**
     * Makes a route in the main table, in place of one of the same destination and metric.
     *
     * @throws LinuxException if the kernel refuses
     */
    public static void replace(NetworkMessage.Route route) throws LinuxException {
        ask(RouteMessage.replace(route));
    }

    /**
     * Deletes a route of the main table: that of the same destination, metric and maker.
     *
     * @throws LinuxException if the kernel refuses; of {@link Errno#ESRCH}: there is none
     */
    public static void delete(NetworkMessage.Route route) throws LinuxException {
        ask(RouteMessage.delete(route));
    }

    /**
     * The link of a name, also one that is down and has no address, which Java does not list.
     *
     * @throws LinuxException if the kernel does not say
     */
    public static Optional<NetworkMessage.Link> link(String name) throws LinuxException {
        return links().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /**
     * All links.
     *
     * @throws LinuxException if the kernel does not say
     */
    public static List<NetworkMessage.Link> links() throws LinuxException {
        return WholeAnswer.of(() -> ask(request(GET_LINK, MessageReader.LINK))).stream()
                .filter(NetworkMessage.Link.class::isInstance)
                .map(NetworkMessage.Link.class::cast)
                .toList();
    }

    private static List<NetworkMessage> ask(ByteBuffer request) throws LinuxException {
        List<NetworkMessage> heard = new ArrayList<>();
        ask(request, MessageReader.into(heard));
        return heard;
    }

    /** One question or order; the listener hears the answer. */
    static void ask(ByteBuffer request, MessageReader.Listener listener) throws LinuxException {
        try (RouteSocket asking = new RouteSocket(0)) {
            asking.dump(request, listener);
        }
    }

    /** {@code nlmsghdr} of a message with so many octets, which are 0 but for what the caller puts behind it. */
    static ByteBuffer request(short type, int octets) {
        int size = MessageReader.HEADER + octets;
        return ByteBuffer.allocate(size)
                .order(ByteOrder.nativeOrder())
                .putInt(size)
                .putShort(type)
                .putShort(DUMP)
                .putInt(1)
                .putInt(0);
    }

    /** {@code rtmsg}. */
    private static ByteBuffer request(int family, byte table, int protocol) {
        return request(GET_ROUTE, MessageReader.ROUTE)
                .put((byte) family)
                .put(new byte[3])
                .put(table)
                .put((byte) protocol)
                .put(new byte[6]);
    }

    private void dump(ByteBuffer request, MessageReader.Listener listener) throws LinuxException {
        // A kernel before 4.20 knows no filter and says everything.
        sockets.setOption(socket, SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
        long sent = descriptors.write(socket, MemorySegment.ofArray(request.array()), request.capacity());
        if (sent < 0) {
            throw new LinuxException("write(AF_NETLINK)", (int) -sent);
        }
        while (true) {
            long octets = descriptors.read(socket, MemorySegment.ofArray(room), ROOM);
            if (octets < 0) {
                throw new LinuxException("read(AF_NETLINK)", (int) -octets);
            }
            if (octets == 0 || MessageReader.read(said(octets), listener)) {
                return;
            }
        }
    }

    private ByteBuffer said(long octets) {
        return ByteBuffer.wrap(room, 0, (int) octets).order(ByteOrder.nativeOrder());
    }

    /** All that was said since the last call. */
    public List<NetworkMessage> news() {
        List<NetworkMessage> heard = new ArrayList<>();
        while (true) {
            long octets = descriptors.read(socket, MemorySegment.ofArray(room), ROOM);
            if (octets > 0) {
                read(octets, heard);
            } else if (octets == -Errno.ENOBUFS) {
                heard.add(new NetworkMessage.Lost());
            } else {
                return heard;
            }
        }
    }

    private void read(long octets, List<NetworkMessage> heard) {
        try {
            MessageReader.read(said(octets), heard);
        } catch (LinuxException e) {
            heard.add(new NetworkMessage.Lost());
        }
    }

    @Override
    public void close() {
        // The number may be somebody else's by the second time.
        if (!closed) {
            closed = true;
            sockets.close(socket);
        }
    }
}
