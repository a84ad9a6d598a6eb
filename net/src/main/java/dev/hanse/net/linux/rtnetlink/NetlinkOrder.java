// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Puts an order to the kernel together: {@code nlmsghdr}, what is fixed, attributes. Stateless. */
final class NetlinkOrder {

    /** {@code NLM_F_REQUEST} and {@code NLM_F_ACK}. */
    static final int ORDER = 0x5;

    /** {@code NLM_F_REPLACE} and {@code NLM_F_CREATE}. */
    static final int REPLACE = 0x500;

    /** {@code NLM_F_EXCL} and {@code NLM_F_CREATE}. */
    static final int CREATE = 0x600;

    private static final int ROOM = 8192;

    private NetlinkOrder() {}

    static ByteBuffer begun(short type, int flags) {
        return begun(type, flags, ROOM);
    }

    /** With room for so many octets. */
    static ByteBuffer begun(short type, int flags, int room) {
        return ByteBuffer.allocate(room)
                .order(ByteOrder.nativeOrder())
                .putInt(0)
                .putShort(type)
                .putShort((short) flags)
                .putInt(1)
                .putInt(0);
    }

    static void attribute(ByteBuffer message, int type, int value) {
        message.putShort((short) 8).putShort((short) type).putInt(value);
    }

    static void attribute(ByteBuffer message, int type, byte[] value) {
        int length = MessageReader.ATTRIBUTE + value.length;
        message.putShort((short) length)
                .putShort((short) type)
                .put(value)
                .put(new byte[MessageReader.aligned(length) - length]);
    }

    /** Begins an attribute that holds others. Returns where it starts, for {@link #nested}. */
    static int nest(ByteBuffer message, int type) {
        int start = message.position();
        message.putShort((short) 0).putShort((short) type);
        return start;
    }

    /** Ends it. */
    static void nested(ByteBuffer message, int start) {
        message.putShort(start, (short) (message.position() - start));
    }

    static ByteBuffer ended(ByteBuffer message) {
        int octets = message.position();
        message.putInt(0, octets);
        return ByteBuffer.wrap(Arrays.copyOf(message.array(), octets)).order(message.order());
    }
}
