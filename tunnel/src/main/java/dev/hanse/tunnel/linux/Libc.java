// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

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
    private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(2);
    private static final long ERRNO_OFFSET = Linker.Option.captureStateLayout()
            .byteOffset(java.lang.foreign.MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN = handle("open", of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO, VARIADIC);
    private static final MethodHandle CLOSE = handle("close", of(JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle IOCTL =
            handle("ioctl", of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), ERRNO, VARIADIC);
    private static final MethodHandle READ = handle("read", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO, HEAP);
    private static final MethodHandle WRITE = handle("write", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO, HEAP);
    private static final MethodHandle SOCKET = handle("socket", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle BIND = handle("bind", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle GETSOCKNAME =
            handle("getsockname", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), ERRNO);
    private static final MethodHandle SETSOCKOPT =
            handle("setsockopt", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
    private static final MethodHandle GETSOCKOPT =
            handle("getsockopt", of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), ERRNO);
    private static final MethodHandle SENDTO =
            handle("sendto", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), ERRNO, HEAP);
    private static final MethodHandle SCHED_SETAFFINITY =
            handle("sched_setaffinity", of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), ERRNO);
    private static final MethodHandle SCHED_GETAFFINITY =
            handle("sched_getaffinity", of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), ERRNO);
    private static final MethodHandle RECVMSG = handle("recvmsg", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);

    private final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    /** One for the calling thread. */
    public Libc() {}

    /** Opens a path; {@code flags} as in fcntl.h. */
    public int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return result((int) OPEN.invokeExact(state, arena.allocateFrom(path), flags));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Closes a descriptor. */
    public int close(int descriptor) {
        try {
            return result((int) CLOSE.invokeExact(state, descriptor));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Device control; {@code argument} is a structure in native memory, or an integer as an address. */
    public int ioctl(int descriptor, long request, MemorySegment argument) {
        try {
            return result((int) IOCTL.invokeExact(state, descriptor, request, argument));
        } catch (Throwable e) {
            throw new AssertionError(e);
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
        try {
            return result((int) SOCKET.invokeExact(state, domain, type, protocol));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Gives a socket its address. */
    public int bind(int socket, MemorySegment address) {
        try {
            return result((int) BIND.invokeExact(state, socket, address, (int) address.byteSize()));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Reads the address that a socket is bound to into a structure. */
    public int socketName(int socket, MemorySegment address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocateFrom(JAVA_INT, (int) address.byteSize());
            return result((int) GETSOCKNAME.invokeExact(state, socket, address, size));
        } catch (Throwable e) {
            throw new AssertionError(e);
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
            return result((int) SETSOCKOPT.invokeExact(state, socket, level, option, value, (int) value.byteSize()));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Reads a socket option that is an integer. */
    public int option(int socket, int level, int option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            MemorySegment size = arena.allocateFrom(JAVA_INT, 4);
            int failed = result((int) GETSOCKOPT.invokeExact(state, socket, level, option, value, size));
            return failed < 0 ? failed : value.get(JAVA_INT, 0);
        } catch (Throwable e) {
            throw new AssertionError(e);
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
            return result((long) RECVMSG.invokeExact(state, socket, header, flags));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Sets the processors that the calling thread may run on: one bit for each in native memory. */
    public int setAffinity(MemorySegment processors) {
        try {
            return result((int) SCHED_SETAFFINITY.invokeExact(state, 0, processors.byteSize(), processors));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Reads the processors that the calling thread may run on. */
    public int affinity(MemorySegment processors) {
        try {
            return result((int) SCHED_GETAFFINITY.invokeExact(state, 0, processors.byteSize(), processors));
        } catch (Throwable e) {
            throw new AssertionError(e);
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

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }
}
