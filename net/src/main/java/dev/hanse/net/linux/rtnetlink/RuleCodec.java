// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import dev.hanse.net.linux.SocketNumbers;
import dev.hanse.net.linux.rtnetlink.PolicyRule.Packets;
import dev.hanse.net.linux.rtnetlink.PolicyRule.Ports;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rules of policy routing as rtnetlink has them: {@code fib_rule_hdr}, then attributes. Stateless. */
final class RuleCodec {

    /** Octets of {@code fib_rule_hdr}. */
    static final int HEADER = 12;

    static final short NEW = 32;
    static final short DELETE = 33;
    static final short GET = 34;

    private static final int TO_BITS = 1;
    private static final int FROM_BITS = 2;
    private static final int TOS = 3;
    private static final int TABLE = 4;
    private static final int ACTION = 7;
    private static final int FLAGS = 8;

    private static final byte ASK_TABLE = 1;
    private static final int INVERTED = 2;

    private static final int TO = 1;
    private static final int FROM = 2;
    private static final int DEVICE = 3;
    private static final int PRIORITY = 6;
    private static final int TABLE_NUMBER = 15;
    private static final int MADE_BY = 21;
    private static final int CARRIED = 22;
    private static final int SOURCE = 23;
    private static final int DESTINATION = 24;

    /** Mark, tunnel, mask, outgoing device, VRF, users. */
    private static final int[] FURTHER = {10, 12, 16, 17, 19, 20};

    private RuleCodec() {}

    static ByteBuffer order(short type, int flags, PolicyRule rule) {
        ByteBuffer message = NetlinkOrder.begun(type, flags)
                .put((byte) (rule.v6() ? SocketNumbers.AF_INET6 : SocketNumbers.AF_INET))
                .put(bits(rule.packets().to()))
                .put(bits(rule.packets().from()))
                .put(new byte[] {0, 0, 0, 0, ASK_TABLE})
                .putInt(0);
        NetlinkOrder.attribute(message, TABLE_NUMBER, (int) rule.table());
        NetlinkOrder.attribute(message, PRIORITY, (int) rule.priority());
        NetlinkOrder.attribute(message, MADE_BY, new byte[] {(byte) rule.protocol()});
        put(message, rule.packets());
        return NetlinkOrder.ended(message);
    }

    private static byte bits(Optional<Network> prefix) {
        return (byte) prefix.map(Network::bits).orElse(0).intValue();
    }

    private static void put(ByteBuffer message, Packets packets) {
        packets.to().ifPresent(to -> NetlinkOrder.attribute(message, TO, octets(to)));
        packets.from().ifPresent(from -> NetlinkOrder.attribute(message, FROM, octets(from)));
        if (!packets.device().isEmpty()) {
            byte[] name = packets.device().getBytes(StandardCharsets.UTF_8);
            NetlinkOrder.attribute(message, DEVICE, Arrays.copyOf(name, name.length + 1));
        }
        if (packets.carried() != 0) {
            NetlinkOrder.attribute(message, CARRIED, new byte[] {(byte) packets.carried()});
        }
        put(message, SOURCE, packets.source());
        put(message, DESTINATION, packets.destination());
    }

    private static byte[] octets(Network prefix) {
        return prefix.address().getAddress();
    }

    /** {@code fib_rule_port_range}: two numbers in the order of the machine. */
    private static void put(ByteBuffer message, int type, Ports ports) {
        if (!ports.equals(Ports.ANY)) {
            ByteBuffer range = ByteBuffer.allocate(4).order(message.order());
            range.putShort((short) ports.first()).putShort((short) ports.last());
            NetlinkOrder.attribute(message, type, range.array());
        }
    }

    /** Empty for what is no rule of IPv4 or IPv6. */
    static Optional<PolicyRule> read(ByteBuffer body) {
        int family = body.remaining() < HEADER ? 0 : body.get(0);
        if (family != SocketNumbers.AF_INET && family != SocketNumbers.AF_INET6) {
            return Optional.empty();
        }
        boolean asks = body.get(ACTION) == ASK_TABLE;
        return Optional.of(new PolicyRule(
                family == SocketNumbers.AF_INET6,
                number(body, PRIORITY).orElse(0L),
                asks ? number(body, TABLE_NUMBER).orElse(body.get(TABLE) & 0xffL) : 0,
                octet(body, MADE_BY),
                packets(body)));
    }

    private static Packets packets(ByteBuffer body) {
        return new Packets(
                prefix(body, FROM, FROM_BITS),
                prefix(body, TO, TO_BITS),
                attribute(body, DEVICE).map(MessageReader::text).orElse(""),
                octet(body, CARRIED),
                ports(body, SOURCE),
                ports(body, DESTINATION),
                isFurther(body));
    }

    private static boolean isFurther(ByteBuffer body) {
        return body.get(TOS) != 0
                || (body.getInt(FLAGS) & INVERTED) != 0
                || IntStream.of(FURTHER).anyMatch(type -> attribute(body, type).isPresent());
    }

    private static Optional<Network> prefix(ByteBuffer body, int type, int bitsAt) {
        int bits = body.get(bitsAt) & 0xff;
        return attribute(body, type).map(octets -> new Network(address(octets), bits));
    }

    private static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Ports ports(ByteBuffer body, int type) {
        return attribute(body, type)
                .filter(value -> value.length == 4)
                .map(value -> ByteBuffer.wrap(value).order(body.order()))
                .map(range -> new Ports(range.getShort(0) & 0xffff, range.getShort(2) & 0xffff))
                .orElse(Ports.ANY);
    }

    private static int octet(ByteBuffer body, int type) {
        return attribute(body, type)
                .filter(value -> value.length == 1)
                .map(value -> value[0] & 0xff)
                .orElse(0);
    }

    private static Optional<Long> number(ByteBuffer body, int type) {
        return MessageReader.number(body, HEADER, type).map(Integer::toUnsignedLong);
    }

    private static Optional<byte[]> attribute(ByteBuffer body, int type) {
        return MessageReader.attribute(body, HEADER, type);
    }
}
