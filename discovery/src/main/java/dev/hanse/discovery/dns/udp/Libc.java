// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

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
    private static final MethodHandle SOCKET = handle("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle BIND = handle("bind", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVMMSG = handle("recvmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle SENDMMSG = handle("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

    private Libc() {}

    /** Calls that a start does not need: each handle takes Java some milliseconds to make. */
    private static final class Later {
        static final MethodHandle GETSOCKNAME = handle("getsockname", JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle SHUTDOWN = handle("shutdown", JAVA_INT, JAVA_INT);
        static final MethodHandle CLOSE = handle("close", JAVA_INT);

        private Later() {}
    }

    private static MethodHandle handle(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /** Memory for errno. */
    static MemorySegment allocateErrno(Arena arena) {
        return arena.allocate(Linker.Option.captureStateLayout());
    }

    static int errno(MemorySegment errno) {
        return errno.get(JAVA_INT, 0);
    }

    static int socket(MemorySegment errno, int domain, int type) {
        try {
            return (int) SOCKET.invokeExact(errno, domain, type, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int setOption(MemorySegment errno, int socket, int level, int option, MemorySegment value) {
        try {
            return (int) SETSOCKOPT.invokeExact(errno, socket, level, option, value, (int) value.byteSize());
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bind(MemorySegment errno, int socket, MemorySegment address, int length) {
        try {
            return (int) BIND.invokeExact(errno, socket, address, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int socketName(MemorySegment errno, int socket, MemorySegment address, MemorySegment length) {
        try {
            return (int) Later.GETSOCKNAME.invokeExact(errno, socket, address, length);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int receive(MemorySegment errno, int socket, MemorySegment messages, int count) {
        try {
            return (int) RECVMMSG.invokeExact(errno, socket, messages, count, MSG_WAITFORONE, MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int send(MemorySegment errno, int socket, MemorySegment messages, int count) {
        try {
            return (int) SENDMMSG.invokeExact(errno, socket, messages, count, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int shutdown(MemorySegment errno, int socket) {
        try {
            return (int) Later.SHUTDOWN.invokeExact(errno, socket, SHUT_RDWR);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int close(MemorySegment errno, int socket) {
        try {
            return (int) Later.CLOSE.invokeExact(errno, socket);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("system call could not be made", e);
    }
}
