// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;

/** Calls on the set of processors that a thread may run on: one bit for each in native memory. */
final class Processors extends SystemCalls {

    private static final MethodHandle SCHED_SETAFFINITY = words("sched_setaffinity");
    private static final MethodHandle SCHED_GETAFFINITY = words("sched_getaffinity");

    /** Sets the processors that the calling thread may run on. */
    int set(MemorySegment processors) {
        return call(SCHED_SETAFFINITY, processors);
    }

    /** Reads the processors that the calling thread may run on. */
    int get(MemorySegment processors) {
        return call(SCHED_GETAFFINITY, processors);
    }

    private int call(MethodHandle function, MemorySegment processors) {
        try {
            return call(function, 0, processors.byteSize(), processors.address(), 0, 0);
        } finally {
            Reference.reachabilityFence(processors);
        }
    }
}
