// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * The system calls of the Linux engine. Each returns what the call returns, and leaves errno in the memory that is
 * given for it. Stateless.
 */
final class Libc {

    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVBUF = 8;
    static final int SO_REUSEPORT = 15;
    static final int SO_RCVBUFFORCE = 33;
    static final int IPPROTO_IP = 0;
    static final int IP_PKTINFO = 8;
    static final int IPPROTO_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int IPPROTO_IPV6 = 41;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_RECVPKTINFO = 49;
    static final int MSG_WAITFORONE = 0x10000;
    static final int SHUT_RDWR = 2;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;

    private static final Linker LINKER = Linker.nativeLinker();

    /**
     * Five words in, one word out: what every call takes whose arguments are integers and native memory, since x86-64 (System V) and AArch64
     * hand over either in registers and a callee does not look at registers of arguments that it does not have. Java makes code for
     * every shape of a call, some ten milliseconds of a start each.
     */
    private static final FunctionDescriptor WORDS =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle SOCKET = words("socket");
    private static final MethodHandle SETSOCKOPT = words("setsockopt");
    private static final MethodHandle BIND = words("bind");
    private static final MethodHandle GETSOCKNAME = words("getsockname");
    private static final MethodHandle RECVMMSG = words("recvmmsg");
    private static final MethodHandle SENDMMSG = words("sendmmsg");
    private static final MethodHandle SHUTDOWN = words("shutdown");
    private static final MethodHandle CLOSE = words("close");

    private Libc() {}

    private static MethodHandle words(String name) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), WORDS, Linker.Option.captureCallState("errno"));
    }

    /** Memory for errno. */
    static MemorySegment allocateErrno(Arena arena) {
        return arena.allocate(Linker.Option.captureStateLayout());
    }

    static int errno(MemorySegment errno) {
        return errno.get(JAVA_INT, 0);
    }

    static int socket(MemorySegment errno, int domain, int type) {
        return call(SOCKET, errno, domain, type, 0, 0, 0);
    }

    static int setOption(MemorySegment errno, int socket, int level, int option, MemorySegment value) {
        try {
            return call(SETSOCKOPT, errno, socket, level, option, value.address(), value.byteSize());
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    static int bind(MemorySegment errno, int socket, MemorySegment address, int length) {
        try {
            return call(BIND, errno, socket, address.address(), length, 0, 0);
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    static int socketName(MemorySegment errno, int socket, MemorySegment address, MemorySegment length) {
        try {
            return call(GETSOCKNAME, errno, socket, address.address(), length.address(), 0, 0);
        } finally {
            Reference.reachabilityFence(address);
            Reference.reachabilityFence(length);
        }
    }

    static int receive(MemorySegment errno, int socket, MemorySegment messages, int count) {
        try {
            return call(RECVMMSG, errno, socket, messages.address(), count, MSG_WAITFORONE, 0);
        } finally {
            Reference.reachabilityFence(messages);
        }
    }

    static int send(MemorySegment errno, int socket, MemorySegment messages, int count) {
        try {
            return call(SENDMMSG, errno, socket, messages.address(), count, 0, 0);
        } finally {
            Reference.reachabilityFence(messages);
        }
    }

    static int shutdown(MemorySegment errno, int socket) {
        return call(SHUTDOWN, errno, socket, SHUT_RDWR, 0, 0, 0);
    }

    static int close(MemorySegment errno, int socket) {
        return call(CLOSE, errno, socket, 0, 0, 0, 0);
    }

    /** Calls return an {@code int}: the other half of the word means nothing. */
    private static int call(MethodHandle function, MemorySegment errno, long a, long b, long c, long d, long e) {
        try {
            return (int) (long) function.invokeExact(errno, a, b, c, d, e);
        } catch (Throwable failure) {
            throw unexpected(failure);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("system call could not be made", e);
    }
}
