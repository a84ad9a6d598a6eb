// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;

/** Asks the kernel whether the rules of nftables have changed, by netlink(7): some microseconds, where a list of them takes milliseconds. */
public final class Netfilter extends SystemCalls {

    /** The number of a ruleset that has never been touched: there is none. */
    public static final int UNTOUCHED = 1;

    private static final MethodHandle SOCKET = words("socket");
    private static final MethodHandle SEND = words("send");
    private static final MethodHandle RECEIVE = words("recv");

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int NETLINK_NETFILTER = 12;
    private static final int NFT_MSG_NEWGEN = 10 << 8 | 15;
    private static final int NFT_MSG_GETGEN = 10 << 8 | 16;
    private static final int NLM_F_REQUEST = 1;
    private static final int NLMSG_ERROR = 2;
    private static final int REQUEST_OCTETS = 20;
    private static final int ATTRIBUTES_AT = 20;
    private static final int NFTA_GEN_ID = 1;

    /** For the calling thread. */
    public Netfilter() {}

    /**
     * The number of the ruleset in the network namespace of this process; it grows with each change.
     *
     * @return the number, or the negated error number: EPERM without CAP_NET_ADMIN, others where the kernel has no nftables
     */
    public int generation() {
        int flags = SOCK_RAW | SocketNumbers.SOCK_CLOEXEC | SocketNumbers.SOCK_NONBLOCK;
        int socket = call(SOCKET, AF_NETLINK, flags, NETLINK_NETFILTER, 0, 0);
        if (socket < 0) {
            return socket;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_OCTETS, Integer.BYTES);
            request.set(JAVA_INT, 0, REQUEST_OCTETS);
            request.set(JAVA_SHORT, 4, (short) NFT_MSG_GETGEN);
            request.set(JAVA_SHORT, 6, (short) NLM_F_REQUEST);
            int sent = call(SEND, socket, request.address(), REQUEST_OCTETS, 0, 0);
            // The kernel has answered when the call returns.
            MemorySegment answer = arena.allocate(4096, Integer.BYTES);
            int octets = sent < 0 ? sent : call(RECEIVE, socket, answer.address(), answer.byteSize(), 0, 0);
            return octets < 0 ? octets : number(answer, octets);
        } finally {
            close(socket);
        }
    }

    private static int number(MemorySegment answer, int octets) {
        int type = answer.get(JAVA_SHORT, 4);
        if (type == NLMSG_ERROR) {
            return answer.get(JAVA_INT, 16);
        }
        int at = ATTRIBUTES_AT;
        while (type == NFT_MSG_NEWGEN && at + 8 <= octets) {
            int length = Short.toUnsignedInt(answer.get(JAVA_SHORT, at));
            if (answer.get(JAVA_SHORT, at + 2) == NFTA_GEN_ID) {
                // In network order.
                return answer.get(JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN), at + 4L) & Integer.MAX_VALUE;
            }
            at += Math.max(4, (length + 3) & ~3);
        }
        return -Errno.EINVAL;
    }
}
