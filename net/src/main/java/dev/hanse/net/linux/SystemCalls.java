// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
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
abstract sealed class SystemCalls permits DatagramSender, Descriptors, MemoryAdvice, Netfilter, Processors, Sockets {

    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final Linker.Option HEAP = Linker.Option.critical(true);
    private static final long ERRNO_OFFSET =
            Linker.Option.captureStateLayout().byteOffset(PathElement.groupElement("errno"));

    /**
     * Five words in, one word out: what every call takes whose arguments are integers and native memory, since x86-64 (System V) and AArch64
     * hand over either in registers and a callee does not look at registers of arguments that it does not have. Java makes code for
     * every shape of a call, some ten milliseconds of a start each.
     */
    private static final FunctionDescriptor WORDS =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final MethodHandle CLOSE = words("close");

    /** Where a call leaves {@code errno}. */
    final MemorySegment state = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    SystemCalls() {}

    /** A function that takes up to five words. */
    static MethodHandle words(String name) {
        return NativeLibrary.C.function(name, WORDS, ERRNO);
    }

    /** A function that takes heap memory as it is. */
    static MethodHandle critical(String name, ValueLayout... arguments) {
        return NativeLibrary.C.function(name, FunctionDescriptor.of(JAVA_LONG, arguments), ERRNO, HEAP);
    }

    /** Closes a descriptor. */
    public final int close(int descriptor) {
        return call(CLOSE, descriptor, 0, 0, 0, 0);
    }

    /** A call that returns an {@code int}: the other half of the word means nothing. */
    final int call(MethodHandle function, long a, long b, long c, long d, long e) {
        try {
            return result((int) (long) function.invokeExact(state, a, b, c, d, e));
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    final int result(int value) {
        return value < 0 ? -errno() : value;
    }

    final long result(long value) {
        return value < 0 ? -errno() : value;
    }

    private int errno() {
        return state.get(JAVA_INT, ERRNO_OFFSET);
    }
}
