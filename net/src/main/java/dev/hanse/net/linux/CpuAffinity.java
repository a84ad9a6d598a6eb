// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Collection;
import java.util.stream.Collectors;

/** Which processors the calling thread runs on (sched_setaffinity(2)). */
public final class CpuAffinity {

    /** Largest number of a processor, as in glibc's {@code cpu_set_t}. */
    public static final int MAX_CPU = 1023;

    private static final int SET_OCTETS = (MAX_CPU + 1) / Byte.SIZE;

    private CpuAffinity() {}

    /** The processors that the calling thread may run on. */
    public static BitSet allowed() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = arena.allocate(SET_OCTETS, Long.BYTES);
            int failed = new Processors().get(set);
            if (failed < 0) {
                throw new LinuxException("sched_getaffinity", -failed);
            }
            // Bit n of the set lies in octet n / 8 on every machine that the native edge serves: they are
            // little-endian.
            return BitSet.valueOf(set.toArray(JAVA_BYTE));
        }
    }

    /**
     * Checks processors that threads of this process are to be pinned to.
     *
     * @throws IOException if one does not exist or this process may not use it; the message says which it may
     */
    public static void require(Collection<Integer> cpus) throws IOException {
        BitSet allowed = allowed();
        for (int cpu : cpus) {
            if (!allowed.get(cpu)) {
                throw new IOException("cpus: " + cpu + " does not exist or is not for this process (expected: some of "
                        + allowed.stream().mapToObj(String::valueOf).collect(Collectors.joining(", ")) + ")");
            }
        }
    }

    /** From now on the calling thread runs on one processor alone. */
    public static void pin(int cpu) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = arena.allocate(SET_OCTETS, Long.BYTES);
            set.set(JAVA_BYTE, cpu / Byte.SIZE, (byte) (1 << (cpu % Byte.SIZE)));
            int failed = new Processors().set(set);
            if (failed < 0) {
                throw new LinuxException("sched_setaffinity to processor " + cpu, -failed);
            }
        }
    }
}
