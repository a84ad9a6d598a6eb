// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/** Calls on sockets. Numbers of families, types and options are in {@link SocketNumbers}. */
public final class Sockets extends SystemCalls {

    private static final int MSG_WAITFORONE = 0x10000;
    private static final int SHUT_RDWR = 2;

    private static final MethodHandle SOCKET = words("socket");
    private static final MethodHandle BIND = words("bind");
    private static final MethodHandle CONNECT = words("connect");
    private static final MethodHandle GETSOCKNAME = words("getsockname");
    private static final MethodHandle SETSOCKOPT = words("setsockopt");
    private static final MethodHandle GETSOCKOPT = words("getsockopt");
    private static final MethodHandle SHUTDOWN = words("shutdown");
    private static final MethodHandle RECVMSG = words("recvmsg");
    private static final MethodHandle RECVMMSG = words("recvmmsg");
    private static final MethodHandle SENDMMSG = words("sendmmsg");

    /** For the calling thread. */
    public Sockets() {}

    /** Makes a socket. */
    public int socket(int domain, int type, int protocol) {
        return call(SOCKET, domain, type, protocol, 0, 0);
    }

    /** Gives a socket its address. */
    public int bind(int socket, MemorySegment address) {
        try {
            return call(BIND, socket, address.address(), address.byteSize(), 0, 0);
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    /** Says where a socket sends to; one of datagrams sends nothing by that. */
    public int connect(int socket, MemorySegment address) {
        try {
            return call(CONNECT, socket, address.address(), address.byteSize(), 0, 0);
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    /** Reads the address that a socket is bound to into a structure. */
    public int socketName(int socket, MemorySegment address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
            return call(GETSOCKNAME, socket, address.address(), size.address(), 0, 0);
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    /** Sets a socket option that is an integer. */
    public int setOption(int socket, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocateFrom(JAVA_INT, value);
            return setOption(socket, level, option, pointer);
        }
    }

    /** Sets a socket option from native memory; allocates nothing. */
    public int setOption(int socket, int level, int option, MemorySegment value) {
        try {
            return call(SETSOCKOPT, socket, level, option, value.address(), value.byteSize());
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    /** Reads a socket option that is an integer. */
    public int option(int socket, int level, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            int failed = option(socket, level, option, value);
            return failed < 0 ? failed : value.get(JAVA_INT, 0);
        }
    }

    /** Reads a socket option that is a structure, as much of it as the native memory holds. */
    public int option(int socket, int level, int option, MemorySegment value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocateFrom(JAVA_INT, (int) value.byteSize());
            return call(GETSOCKOPT, socket, level, option, value.address(), size.address());
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    /** Asks for a receive buffer: with CAP_NET_ADMIN beyond net.core.rmem_max, otherwise as much as that allows. */
    public void setReceiveBuffer(int socket, int octets) {
        setBuffer(socket, SocketNumbers.SO_RCVBUFFORCE, SocketNumbers.SO_RCVBUF, octets);
    }

    /** Asks for a send buffer: with CAP_NET_ADMIN beyond net.core.wmem_max, otherwise as much as that allows. */
    public void setSendBuffer(int socket, int octets) {
        setBuffer(socket, SocketNumbers.SO_SNDBUFFORCE, SocketNumbers.SO_SNDBUF, octets);
    }

    private void setBuffer(int socket, int forced, int plain, int octets) {
        if (setOption(socket, SocketNumbers.SOL_SOCKET, forced, octets) < 0) {
            setOption(socket, SocketNumbers.SOL_SOCKET, plain, octets);
        }
    }

    /** Ends a wait of another thread in a call on the socket, and all later ones at once. */
    public int shutdown(int socket) {
        return call(SHUTDOWN, socket, SHUT_RDWR, 0, 0, 0);
    }

    /** Receives into what a {@code msghdr} in native memory describes. */
    public long receiveMessage(int socket, MemorySegment header, int flags) {
        try {
            return result((long) RECVMSG.invokeExact(state, (long) socket, header.address(), (long) flags, 0L, 0L));
        } catch (Throwable e) {
            throw new AssertionError(e);
        } finally {
            Reference.reachabilityFence(header);
        }
    }

    /** Waits for a message and takes as many as are there, up to {@code count}, into {@code mmsghdr}s in native memory; returns how many. */
    public int receiveMessages(int socket, MemorySegment headers, int count) {
        try {
            return call(RECVMMSG, socket, headers.address(), count, MSG_WAITFORONE, 0);
        } finally {
            Reference.reachabilityFence(headers);
        }
    }

    /** Sends what {@code count} {@code mmsghdr}s in native memory describe; returns how many were sent before one failed. */
    public int sendMessages(int socket, MemorySegment headers, int count) {
        try {
            return call(SENDMMSG, socket, headers.address(), count, 0, 0);
        } finally {
            Reference.reachabilityFence(headers);
        }
    }
}
