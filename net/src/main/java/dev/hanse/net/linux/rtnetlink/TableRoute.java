// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.rtnetlink;

import java.nio.ByteBuffer;

/**
 * A route as one table has it, so that another table can have the same.
 *
 * @param destination of its packets
 * @param metric of several for one destination the least counts; 32 bits
 * @param protocol who made it, as iproute2's rt_protos numbers it
 * @param way where it leads
 */
public record TableRoute(Network destination, long metric, int protocol, Way way) {

    /** {@code RTN_UNREACHABLE}, {@code RTN_THROW}. */
    private static final byte UNREACHABLE_TYPE = 7;

    private static final byte THROW_TYPE = 9;

    /**
     * Where a route leads, as the kernel tells it. Two are equal where they lead the same way.
     *
     * @param type {@code RTN_UNICAST}, {@code RTN_BLACKHOLE} and so on
     * @param scope of the destination
     * @param flags of {@code rtmsg} that can be set
     * @param attributes neighbours, links, source and metrics, as rtnetlink has them, by their numbers; not to be changed
     */
    public record Way(byte type, byte scope, int flags, ByteBuffer attributes) {

        /** Nowhere, which senders are told. */
        public static final Way UNREACHABLE = new Way(UNREACHABLE_TYPE, (byte) 0, 0, ByteBuffer.allocate(0));

        /** Whither the next rule says. */
        public static final Way NEXT_RULE = new Way(THROW_TYPE, (byte) 0, 0, ByteBuffer.allocate(0));

        /** Keeps the octets from being changed. */
        public Way {
            attributes = attributes.asReadOnlyBuffer().order(attributes.order());
        }

        /** Whether it leaves the packet to the next rule. */
        public boolean isNextRule() {
            return type == THROW_TYPE;
        }
    }
}
