// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Sends datagrams from heap memory. Apart from {@link Sockets}: whoever does not, need not wait for the code of this call. */
public final class DatagramSender extends SystemCalls {

    private static final MethodHandle SENDTO =
            critical("sendto", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);

    /** For the calling thread. */
    public DatagramSender() {}

    /** Sends a datagram, or several of one size where the socket is set so; heap memory is welcome, {@code flags} must have DONTWAIT. */
    public long sendTo(int socket, MemorySegment buffer, long length, int flags, MemorySegment address) {
        try {
            return result(
                    (long) SENDTO.invokeExact(state, socket, buffer, length, flags, address, (int) address.byteSize()));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
