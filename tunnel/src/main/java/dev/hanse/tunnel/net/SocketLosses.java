// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.hanse.net.linux.SocketNumbers;
import dev.hanse.net.linux.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What a socket lost because nobody read it in time, as the kernel counts it ({@code SO_MEMINFO}, linux/sock_diag.h). */
final class SocketLosses {

    private static final int SO_MEMINFO = 55;
    private static final int SK_MEMINFO_DROPS = 8;
    private static final int WORDS = SK_MEMINFO_DROPS + 1;

    private SocketLosses() {}

    /** What it lost since it was made, modulo 2^32; zero where the kernel cannot tell. Any thread. */
    static long read(int socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(JAVA_INT, WORDS);
            int failed = new Sockets().option(socket, SocketNumbers.SOL_SOCKET, SO_MEMINFO, words);
            return failed < 0 ? 0 : Integer.toUnsignedLong(words.getAtIndex(JAVA_INT, SK_MEMINFO_DROPS));
        }
    }
}
