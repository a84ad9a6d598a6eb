// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux.conntrack;

import dev.hanse.net.linux.Descriptors;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.SocketNumbers;
import dev.hanse.net.linux.Sockets;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A socket of netlink(7) to the kernel's packet filter. No call waits for an answer: the kernel has made it when it has taken the question. That takes as long as it looks at all flows, and the first time as long as it loads a module. One thread at a time. */
final class ConntrackSocket implements AutoCloseable {

    /** {@code IPCTNL_MSG_CT_GET} and {@code IPCTNL_MSG_CT_DELETE} of {@code NFNL_SUBSYS_CTNETLINK}. */
    static final int GET = 1 << 8 | 1;

    static final int DELETE = 1 << 8 | 2;

    /** {@code NLM_F_REQUEST} and {@code NLM_F_DUMP}. */
    static final int ALL = 0x301;

    /** {@code NLM_F_REQUEST} and {@code NLM_F_ACK}. */
    static final int ORDER = 0x5;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int NETLINK_NETFILTER = 12;

    /** The kernel gives no more at once. */
    private static final int ROOM = 32 * 1024;

    private final Sockets sockets = new Sockets();
    private final Descriptors descriptors = new Descriptors();
    private final byte[] room = new byte[ROOM];
    private final int socket;

    ConntrackSocket() throws LinuxException {
        socket = sockets.socket(
                AF_NETLINK, SOCK_RAW | SocketNumbers.SOCK_CLOEXEC | SocketNumbers.SOCK_NONBLOCK, NETLINK_NETFILTER);
        if (socket < 0) {
            throw new LinuxException("socket(NETLINK_NETFILTER)", -socket);
        }
    }

    /**
     * Says one thing to the kernel, whose first answer can be read then.
     *
     * @param attributes of the flows that are meant
     */
    void say(int type, int flags, byte family, byte[] attributes) throws LinuxException {
        int size = FlowMessages.HEADER + FlowMessage.HEADER + attributes.length;
        ByteBuffer message = ByteBuffer.allocate(size)
                .order(ByteOrder.nativeOrder())
                .putInt(size)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(1)
                .putInt(0)
                .put(family)
                .put(new byte[FlowMessage.HEADER - 1])
                .put(attributes);
        long sent = descriptors.write(socket, MemorySegment.ofArray(message.array()), size);
        if (sent < 0) {
            throw new LinuxException("write(NETLINK_NETFILTER)", (int) -sent);
        }
    }

    /** What it answers; of a long answer the next part. The buffer is the same each time. */
    ByteBuffer answer() throws LinuxException {
        long octets = descriptors.read(socket, MemorySegment.ofArray(room), ROOM);
        if (octets < 0) {
            throw new LinuxException("read(NETLINK_NETFILTER)", (int) -octets);
        }
        return ByteBuffer.wrap(room, 0, (int) octets).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        sockets.close(socket);
    }
}
