// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Protects the packet path from copies: sealing and opening through libcrypto makes at most the views of its ranges,
 * six small objects a round trip, and none of those once the JIT has inlined everything, which benchmarks measure and a
 * unit test cannot rely on.
 */
class PacketCipherAllocationTest {

    private static final int PACKETS = 10_000;
    private static final int PACKET_OCTETS = 1400;
    private static final int VIEWS_OCTETS = 800;

    static Stream<Arguments> suites() {
        return OpenSslEngine.find().stream()
                .flatMap(engine -> Stream.of(CipherSuite.values()).map(suite -> Arguments.of(suite, engine)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("suites")
    void allocatesNothingOfThePacketsSize(CipherSuite suite, CipherEngine engine) {
        byte[] packet = new byte[PACKET_OCTETS];
        byte[] frame = new byte[PACKET_OCTETS + PacketCipher.TAG_OCTETS];
        try (PacketCipher cipher = engine.create(suite, new byte[32])) {
            roundTrips(cipher, packet, frame, 0, PACKETS);
            long before = allocated();
            roundTrips(cipher, packet, frame, PACKETS, PACKETS);
            assertThat((allocated() - before) / PACKETS).isLessThan(VIEWS_OCTETS);
        }
    }

    private static void roundTrips(PacketCipher cipher, byte[] packet, byte[] frame, long from, int count) {
        for (long counter = from; counter < from + count; counter++) {
            cipher.seal(4, counter, packet, 0, packet.length, frame, 0);
            if (!cipher.open(4, counter, frame, 0, frame.length, packet, 0)) {
                throw new AssertionError("counter " + counter);
            }
        }
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }
}
