// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** VXLAN devices as messages of rtnetlink(7): {@code nlmsghdr}, {@code ifinfomsg}, attributes. Stateless. */
final class VxlanCodec {

    static final short NEW = 16;
    private static final short DELETE = 17;
    static final short GET = 18;
    private static final short NEW_ADDRESS = 20;

    private static final int INDEX = 4;
    private static final int FLAGS = 8;
    private static final int UP = 1;
    private static final int NAME = 3;
    private static final int MTU = 4;
    private static final int LINK_INFO = 18;
    private static final int KIND = 1;
    private static final int DATA = 2;
    private static final int ALIAS = 20;
    private static final int BY_FAMILY = 26;

    private static final int VNI = 1;
    private static final int LEARNING = 7;
    private static final int PORT = 15;
    private static final int METADATA = 25;
    private static final int GPE = 27;

    private static final int AF_INET = 2;
    private static final int INET_CONF = 1;

    /** {@code IPV4_DEVCONF_RP_FILTER}. */
    private static final int REVERSE_PATH = 8;

    private static final int LOOSE = 2;

    private static final int LOCAL = 2;
    private static final byte SCOPE_LINK = (byte) 253;

    private static final byte[] VXLAN = "vxlan".getBytes(StandardCharsets.US_ASCII);

    /** Tells our devices from those of others. */
    private static final byte[] OURS = "hanse vxlan".getBytes(StandardCharsets.US_ASCII);

    /** The dummy address of RFC 7600: without any the kernel takes a loose look at the way back (rp_filter) for a failed one. */
    private static final byte[] DUMMY = {(byte) 192, 0, 0, 8};

    private VxlanCodec() {}

    /** One that is down, and of which each packet says where it goes (external, GPE: no Ethernet inside, no neighbours to know). */
    static ByteBuffer make(String name, int port, int mtu) {
        ByteBuffer message = begun(NEW, NetlinkOrder.ORDER | NetlinkOrder.CREATE, 0, 0);
        NetlinkOrder.attribute(message, NAME, zeroed(name.getBytes(StandardCharsets.UTF_8)));
        NetlinkOrder.attribute(message, MTU, mtu);
        int info = NetlinkOrder.nest(message, LINK_INFO);
        NetlinkOrder.attribute(message, KIND, zeroed(VXLAN));
        int data = NetlinkOrder.nest(message, DATA);
        NetlinkOrder.attribute(message, VNI, 0);
        NetlinkOrder.attribute(message, LEARNING, new byte[] {0});
        NetlinkOrder.attribute(message, PORT, new byte[] {(byte) (port >> 8), (byte) port});
        NetlinkOrder.attribute(message, METADATA, new byte[] {1});
        NetlinkOrder.attribute(message, GPE, new byte[0]);
        NetlinkOrder.nested(message, data);
        NetlinkOrder.nested(message, info);
        return NetlinkOrder.ended(message);
    }

    /** A question for one link alone. */
    static ByteBuffer find(String name) {
        ByteBuffer message = begun(GET, NetlinkOrder.ORDER, 0, 0);
        NetlinkOrder.attribute(message, NAME, zeroed(name.getBytes(StandardCharsets.UTF_8)));
        return NetlinkOrder.ended(message);
    }

    private static byte[] zeroed(byte[] text) {
        return Arrays.copyOf(text, text.length + 1);
    }

    /** Known as ours, up, and not strict about the way back. */
    static ByteBuffer up(int index) {
        ByteBuffer message = begun(NEW, NetlinkOrder.ORDER, index, UP);
        NetlinkOrder.attribute(message, ALIAS, OURS);
        int families = NetlinkOrder.nest(message, BY_FAMILY);
        int ipv4 = NetlinkOrder.nest(message, AF_INET);
        int settings = NetlinkOrder.nest(message, INET_CONF);
        NetlinkOrder.attribute(message, REVERSE_PATH, LOOSE);
        NetlinkOrder.nested(message, settings);
        NetlinkOrder.nested(message, ipv4);
        NetlinkOrder.nested(message, families);
        return NetlinkOrder.ended(message);
    }

    static ByteBuffer mtu(int index, int mtu) {
        ByteBuffer message = begun(NEW, NetlinkOrder.ORDER, index, 0);
        NetlinkOrder.attribute(message, MTU, mtu);
        return NetlinkOrder.ended(message);
    }

    static ByteBuffer delete(int index) {
        return NetlinkOrder.ended(begun(DELETE, NetlinkOrder.ORDER, index, 0));
    }

    /** Its own address; {@code ifaddrmsg}. */
    static ByteBuffer address(int index) {
        ByteBuffer message = NetlinkOrder.begun(NEW_ADDRESS, NetlinkOrder.ORDER | NetlinkOrder.CREATE)
                .put((byte) AF_INET)
                .put((byte) 32)
                .put((byte) 0)
                .put(SCOPE_LINK)
                .putInt(index);
        NetlinkOrder.attribute(message, LOCAL, DUMMY);
        return NetlinkOrder.ended(message);
    }

    private static ByteBuffer begun(short type, int flags, int index, int up) {
        return NetlinkOrder.begun(type, flags)
                .putInt(0)
                .putInt(index)
                .putInt(up)
                .putInt(up);
    }

    /** Any link: it may have the name that one of ours should have. */
    static Optional<VxlanLink> read(ByteBuffer body) {
        if (body.remaining() < MessageReader.LINK) {
            return Optional.empty();
        }
        int fixed = MessageReader.LINK;
        Optional<ByteBuffer> data = data(body);
        boolean up = (body.getInt(FLAGS) & UP) != 0;
        boolean ours = data.filter(each -> isMadeLikeOurs(each, up, MessageReader.attribute(body, fixed, ALIAS)))
                .isPresent();
        int port = data.flatMap(each -> MessageReader.attribute(each, 0, PORT))
                .filter(octets -> octets.length == Short.BYTES)
                .map(octets ->
                        ByteBuffer.wrap(octets).order(ByteOrder.BIG_ENDIAN).getShort() & 0xffff)
                .orElse(0);
        int mtu = MessageReader.number(body, fixed, MTU).orElse(0);
        return MessageReader.attribute(body, fixed, NAME)
                .map(name -> new VxlanLink(body.getInt(INDEX), MessageReader.text(name), ours, port, mtu, up));
    }

    /** By its mark, or as the kernel has it before it is marked: who was killed between has left it so. */
    private static boolean isMadeLikeOurs(ByteBuffer data, boolean up, Optional<byte[]> alias) {
        boolean begun = !up
                && alias.isEmpty()
                && MessageReader.attribute(data, 0, METADATA)
                        .filter(octets -> octets.length == 1 && octets[0] == 1)
                        .isPresent();
        boolean marked = alias.filter(text -> MessageReader.text(text).equals(MessageReader.text(OURS)))
                .isPresent();
        return MessageReader.attribute(data, 0, GPE).isPresent() && (marked || begun);
    }

    private static Optional<ByteBuffer> data(ByteBuffer body) {
        return MessageReader.attribute(body, MessageReader.LINK, LINK_INFO)
                .map(octets -> ByteBuffer.wrap(octets).order(body.order()))
                .filter(info -> MessageReader.attribute(info, 0, KIND)
                        .filter(kind -> MessageReader.text(kind).equals(MessageReader.text(VXLAN)))
                        .isPresent())
                .flatMap(info -> MessageReader.attribute(info, 0, DATA))
                .map(octets -> ByteBuffer.wrap(octets).order(body.order()));
    }
}
