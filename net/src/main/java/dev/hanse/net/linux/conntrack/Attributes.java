// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.conntrack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Attributes of a message of netlink(7), each of a length, a type and a value. Stateless. */
final class Attributes {

    static final int HEADER = 4;

    /** Without the flags for "nested" and "in network order". */
    private static final int TYPE = 0x3fff;

    private Attributes() {}

    static int aligned(int octets) {
        return (octets + 3) & ~3;
    }

    /** The first of a type among those that the buffer holds, with its header; none where there is none, or what stands there is no attribute. */
    static @Nullable ByteBuffer whole(ByteBuffer among, int type) {
        int at = among.position();
        while (at + HEADER <= among.limit()) {
            int length = Short.toUnsignedInt(among.getShort(at));
            if (length < HEADER || at + length > among.limit()) {
                return null;
            }
            if ((among.getShort(at + 2) & TYPE) == type) {
                return among.slice(at, length).order(ByteOrder.nativeOrder());
            }
            at += aligned(length);
        }
        return null;
    }

    /** The value of one that may be missing, as {@link #whole}. */
    static @Nullable ByteBuffer value(@Nullable ByteBuffer among, int type) {
        ByteBuffer found = among == null ? null : whole(among, type);
        return found == null
                ? null
                : found.slice(HEADER, found.limit() - HEADER).order(ByteOrder.nativeOrder());
    }
}
