// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/** Protects what reads the kernel's structures: socket addresses. */
class SocketAddressFuzzTest {

    /** What is read is written and read again. */
    @FuzzTest(maxDuration = "10m")
    void readsAnySocketAddress(byte[] octets) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment structure = arena.allocate(SocketAddressCodec.MAX_OCTETS, 8);
            MemorySegment.copy(octets, 0, structure, JAVA_BYTE, 0, Math.min(octets.length, (int) structure.byteSize()));
            InetSocketAddress address = SocketAddressCodec.decode(structure);
            assertThat(SocketAddressCodec.decode(SocketAddressCodec.encode(address, true)))
                    .isEqualTo(address);
        }
    }
}
