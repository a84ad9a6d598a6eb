// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/** Calls on descriptors of files and devices. */
public final class Descriptors extends SystemCalls {

    private static final MethodHandle OPEN = words("open");
    private static final MethodHandle IOCTL = words("ioctl");
    private static final MethodHandle READ = critical("read", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = critical("write", JAVA_INT, ADDRESS, JAVA_LONG);

    /** For the calling thread. */
    public Descriptors() {}

    /** Opens a path; {@code flags} as in fcntl.h. */
    public int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            return call(OPEN, arena.allocateFrom(path).address(), flags, 0, 0, 0);
        }
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
}
