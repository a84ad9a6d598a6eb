// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Protects what reads the kernel's structures: the control messages behind a received burst. */
class KernelStructureFuzzTest {

    private static final int CONTROL_OCTETS = 64;
    private static final int CONTROL_POINTER = 32;
    private static final int CONTROL_LENGTH = 40;

    private final ReceiveHeader received = new ReceiveHeader();
    private final DatagramBurst burst = new DatagramBurst();

    /** The first octet says how much of a burst came; the rest is the control buffer, filled to its end or not. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyControlMessage(byte[] octets) {
        MemorySegment header = received.prepare(burst);
        MemorySegment control = header.get(ADDRESS, CONTROL_POINTER).reinterpret(CONTROL_OCTETS);
        byte[] messages = octets.length < 1 ? octets : Arrays.copyOfRange(octets, 1, octets.length);
        int filled = Math.min(messages.length, CONTROL_OCTETS);
        control.fill((byte) 0);
        MemorySegment.copy(messages, 0, control, JAVA_BYTE, 0, filled);
        header.set(JAVA_LONG, CONTROL_LENGTH, filled);
        int length = octets.length < 1 ? 0 : (octets[0] & 0xff) * 257;

        received.fill(burst, length);

        assertThat(burst.length()).isEqualTo(length);
        assertThat(burst.datagramOctets()).isBetween(length == 0 ? 0 : 1, length);
    }
}
