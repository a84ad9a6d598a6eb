// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/**
 * System calls with the kernel's own result convention: a value that is not negative, or the negated error number. None throws.
 *
 * <p>An instance belongs to one thread at a time (it holds the place for {@code errno}) and lives as long as it is reachable. Handles are
 * static and final, or the compiler would not inline them. Calls that take heap arrays are <em>critical</em>: they stop the collector while
 * they run, hence must never block; that is why descriptors are opened non-blocking here.
 */
public final class Libc {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final Linker.Option HEAP = Linker.Option.critical(true);
    private static final long ERRNO_OFFSET = Linker.Option.captureStateLayout()
            .byteOffset(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));

    /**
     * Five words in, one word out: what every call takes whose arguments are integers and native memory, since x86-64 (System V) and AArch64
     * hand over either in registers and a callee does not look at registers of arguments that it does not have. Java makes code for
     * every shape of a call, some ten milliseconds of a start each.
     */
    private static final FunctionDescriptor WORDS =
            of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle OPEN = words("open");
    private static final MethodHandle CLOSE = words("close");
    private static final MethodHandle IOCTL = words("ioctl");
    private static final MethodHandle SOCKET = words("socket");
    private static final MethodHandle BIND = words("bind");
    private static final MethodHandle GETSOCKNAME = words("getsockname");
    private static final MethodHandle SETSOCKOPT = words("setsockopt");
    private static final MethodHandle GETSOCKOPT = words("getsockopt");
    private static final MethodHandle SCHED_SETAFFINITY = words("sched_setaffinity");
    private static final MethodHandle SCHED_GETAFFINITY = words("sched_getaffinity");
    private static final MethodHandle RECVMSG = words("recvmsg");
    private static final MethodHandle READ = handle("read", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO, HEAP);
    private static final MethodHandle WRITE = handle("write", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO, HEAP);
    private static final MethodHandle SENDTO =
            handle("sendto", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), ERRNO, HEAP);

    private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    /** One for the calling thread. */
    public Libc() {}

    /** Opens a path; {@code flags} as in fcntl.h. */
    public int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return call(OPEN, arena.allocateFrom(path).address(), flags, 0, 0, 0);
        }
    }

    /** Closes a descriptor. */
    public int close(int descriptor) {
        return call(CLOSE, descriptor, 0, 0, 0, 0);
    }

    /** Device control; {@code argument} is a structure in native memory, or an integer as an address. */
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        try {
            return call(IOCTL, descriptor, request, argument.address(), 0, 0);
        } finally {
            Reference.reachabilityFence(argument);
        }
    }

    /** Reads from a non-blocking descriptor; heap memory is welcome. */
    public long read(int descriptor, MemorySegment buffer, long length) {
        try {
            return result((long) READ.invokeExact(state, descriptor, buffer, length));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Writes to a non-blocking descriptor; heap memory is welcome. */
    public long write(int descriptor, MemorySegment buffer, long length) {
        try {
            return result((long) WRITE.invokeExact(state, descriptor, buffer, length));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

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

    /** Sends a datagram, or several of one size where the socket is set so; heap memory is welcome, {@code flags} must have DONTWAIT. */
    public long sendTo(int socket, MemorySegment buffer, long length, int flags, MemorySegment address) {
        try {
            return result(
                    (long) SENDTO.invokeExact(state, socket, buffer, length, flags, address, (int) address.byteSize()));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
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

    /** Sets the processors that the calling thread may run on: one bit for each in native memory. */
    public int setAffinity(MemorySegment processors) {
        try {
            return call(SCHED_SETAFFINITY, 0, processors.byteSize(), processors.address(), 0, 0);
        } finally {
            Reference.reachabilityFence(processors);
        }
    }

    /** Reads the processors that the calling thread may run on. */
    public int affinity(MemorySegment processors) {
        try {
            return call(SCHED_GETAFFINITY, 0, processors.byteSize(), processors.address(), 0, 0);
        } finally {
            Reference.reachabilityFence(processors);
        }
    }

    /** A call that returns an {@code int}: the other half of the word means nothing. */
    private int call(MethodHandle function, long a, long b, long c, long d, long e) {
        try {
            return result((int) (long) function.invokeExact(state, a, b, c, d, e));
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    private int result(int value) {
        return value < 0 ? -errno() : value;
    }

    private long result(long value) {
        return value < 0 ? -errno() : value;
    }

    private int errno() {
        return state.get(JAVA_INT, ERRNO_OFFSET);
    }

    private static FunctionDescriptor of(ValueLayout result, ValueLayout... arguments) {
        return FunctionDescriptor.of(result, arguments);
    }

    private static MethodHandle words(String name) {
        return handle(name, WORDS, ERRNO);
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
