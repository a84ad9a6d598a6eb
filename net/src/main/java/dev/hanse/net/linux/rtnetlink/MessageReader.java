// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.SocketNumbers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads what one call to the kernel gave: messages of rtnetlink(7), each of which begins at a multiple of four octets. What is of another kind, or cut off, is left out. Stateless.
 */
final class MessageReader {

    /** {@code NLMSG_ERROR}. */
    private static final int ERROR = 2;

    /** {@code NLMSG_DONE}. */
    private static final int DONE = 3;

    /** Offset in {@code nlmsghdr}. */
    private static final int FLAGS = 6;

    /** {@code NLM_F_DUMP_INTR}: what was asked for has changed meanwhile, so that some of it may be missing in the answer. */
    private static final int DUMP_INTERRUPTED = 0x10;

    private static final int NEW_LINK = 16;
    private static final int DELETED_LINK = 17;
    private static final int NEW_ADDRESS = 20;
    private static final int DELETED_ADDRESS = 21;

    private static final int NEW_ROUTE = 24;

    private static final int DELETED_ROUTE = 25;

    /** Octets of {@code nlmsghdr}. */
    static final int HEADER = 16;

    /** Octets of {@code ifinfomsg}. */
    static final int LINK = 16;

    private static final int LINK_INDEX = 4;

    /** Octets of {@code rtmsg}. */
    static final int ROUTE = 12;

    /** Octets before the value of an attribute. */
    static final int ATTRIBUTE = 4;

    private static final int LINK_FLAGS = 8;
    private static final int LINK_UP = 1;
    private static final int LINK_NAME = 3;

    private static final int ROUTE_PROTOCOL = 5;
    private static final int ROUTE_TYPE = 7;
    private static final int UNICAST = 1;
    private static final int UNREACHABLE = 7;
    private static final int ROUTE_METRIC = 6;
    private static final int ROUTE_DESTINATION = 1;

    /** {@code RTA_METRICS}, and {@code RTAX_MTU} in it. */
    private static final int ROUTE_METRICS = 8;

    private static final int METRICS_MTU = 2;

    /** {@code RTA_OIF}. */
    static final int ROUTE_DEVICE = 4;

    private MessageReader() {}

    /**
     * What was said.
     *
     * @param octets in the byte order of the machine; read from its position to its limit
     * @param heard takes it
     * @return whether the kernel has said everything, where it was asked
     * @throws LinuxException if it refuses to say; of {@link Errno#EINTR}: the answer is not whole, and it has to be asked again
     */
    static boolean read(ByteBuffer octets, List<NetworkMessage> heard) throws LinuxException {
        return read(octets, into(heard));
    }

    /** Reads what it hears. */
    static Listener into(List<NetworkMessage> heard) {
        return (type, body) -> message(type, body).ifPresent(heard::add);
    }

    /** Takes messages as they are. */
    @FunctionalInterface
    interface Listener {

        /** One of this kind, without its header. */
        void onMessage(int type, ByteBuffer body);
    }

    /** The same for who reads messages himself. */
    static boolean read(ByteBuffer octets, Listener listener) throws LinuxException {
        while (octets.remaining() >= HEADER) {
            int start = octets.position();
            int length = octets.getInt(start);
            int type = octets.getShort(start + 4) & 0xffff;
            if (length < HEADER || length > octets.remaining()) {
                return true;
            }
            if ((octets.getShort(start + FLAGS) & DUMP_INTERRUPTED) != 0) {
                throw new LinuxException("rtnetlink", Errno.EINTR);
            }
            if (type == DONE || type == ERROR) {
                requireNoError(octets, start, length);
                return true;
            }
            listener.onMessage(
                    type, octets.slice(start + HEADER, length - HEADER).order(octets.order()));
            octets.position(Math.min(start + aligned(length), octets.limit()));
        }
        return false;
    }

    /** Both kinds carry a negated error number, or 0. */
    private static void requireNoError(ByteBuffer octets, int start, int length) throws LinuxException {
        int error = length < HEADER + Integer.BYTES ? 0 : octets.getInt(start + HEADER);
        if (error < 0) {
            throw new LinuxException("rtnetlink", -error);
        }
    }

    static int aligned(int length) {
        return (length + 3) & ~3;
    }

    private static Optional<NetworkMessage> message(int type, ByteBuffer body) {
        return switch (type) {
            case NEW_LINK, DELETED_LINK -> link(body, type == DELETED_LINK);
            case NEW_ADDRESS, DELETED_ADDRESS -> Optional.of(new NetworkMessage.Address());
            case RuleCodec.NEW, RuleCodec.DELETE -> Optional.of(new NetworkMessage.Rule());
            case NEW_ROUTE, DELETED_ROUTE -> route(body, type == DELETED_ROUTE);
            default -> Optional.empty();
        };
    }

    private static Optional<NetworkMessage> link(ByteBuffer body, boolean gone) {
        if (body.remaining() < LINK) {
            return Optional.empty();
        }
        int index = body.getInt(LINK_INDEX);
        boolean up = (body.getInt(LINK_FLAGS) & LINK_UP) != 0;
        return attribute(body, LINK, LINK_NAME).map(name -> new NetworkMessage.Link(index, text(name), up, gone));
    }

    /** A name of a link, which may end with an octet of 0. */
    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8).replace("\0", "");
    }

    private static Optional<NetworkMessage> route(ByteBuffer body, boolean gone) {
        int type = body.remaining() < ROUTE ? 0 : body.get(ROUTE_TYPE);
        if (type != UNICAST && type != UNREACHABLE) {
            return Optional.empty();
        }
        int family = body.get(0);
        int bits = body.get(1) & 0xff;
        int protocol = body.get(ROUTE_PROTOCOL) & 0xff;
        int device = number(body, ROUTE_DEVICE);
        long metric = Integer.toUnsignedLong(number(body, ROUTE_METRIC));
        List<NetworkMessage.Hop> hops = type == UNREACHABLE ? List.of() : HopReader.hops(body, ROUTE, device);
        return destination(body, family)
                .map(address -> new NetworkMessage.Route(
                        address, bits, protocol, device, metric, mtu(body), type == UNREACHABLE, gone, hops));
    }

    /** Its attribute holds attributes. */
    private static int mtu(ByteBuffer body) {
        return attribute(body, ROUTE, ROUTE_METRICS)
                .flatMap(metrics -> number(ByteBuffer.wrap(metrics).order(body.order()), 0, METRICS_MTU))
                .orElse(0);
    }

    private static int number(ByteBuffer body, int attribute) {
        return number(body, ROUTE, attribute).orElse(0);
    }

    /** The value of an attribute of 32 bits; empty also for one of another length. */
    static Optional<Integer> number(ByteBuffer body, int fixed, int type) {
        return attribute(body, fixed, type)
                .filter(value -> value.length == Integer.BYTES)
                .map(value -> ByteBuffer.wrap(value).order(body.order()).getInt());
    }

    /** Of a route of this family. Empty also for IPv4 in IPv6, which this program takes for IPv4: no pod has such an address. */
    static Optional<InetAddress> destination(ByteBuffer body, int family) {
        int size = family == SocketNumbers.AF_INET6 ? 16 : 4;
        if (family != SocketNumbers.AF_INET && family != SocketNumbers.AF_INET6) {
            return Optional.empty();
        }
        byte[] octets = attribute(body, ROUTE, ROUTE_DESTINATION).orElseGet(() -> new byte[size]);
        try {
            return Optional.of(InetAddress.getByAddress(octets)).filter(address -> address.getAddress().length == size);
        } catch (UnknownHostException _) {
            return Optional.empty();
        }
    }

    /** The value of the first attribute of a type behind the fixed part of a message. */
    static Optional<byte[]> attribute(ByteBuffer body, int fixed, int type) {
        int at = fixed;
        while (at + ATTRIBUTE <= body.limit()) {
            int length = body.getShort(at) & 0xffff;
            if (length < ATTRIBUTE || at + length > body.limit()) {
                return Optional.empty();
            }
            if ((body.getShort(at + 2) & 0x3fff) == type) {
                byte[] value = new byte[length - ATTRIBUTE];
                body.get(at + ATTRIBUTE, value);
                return Optional.of(value);
            }
            at += aligned(length);
        }
        return Optional.empty();
    }
}
