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

/** Protects the promise that sealing and opening through libcrypto makes no garbage once the JIT has compiled them. */
class PacketCipherAllocationTest {

    private static final int ROUNDS = 100;
    private static final int PACKETS = 10_000;

    static Stream<Arguments> suites() {
        return OpenSslEngine.find().stream()
                .flatMap(engine -> Stream.of(CipherSuite.values()).map(suite -> Arguments.of(suite, engine)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("suites")
    void allocatesNothingPerPacket(CipherSuite suite, CipherEngine engine) {
        byte[] packet = new byte[64];
        byte[] frame = new byte[packet.length + PacketCipher.TAG_OCTETS];
        try (PacketCipher cipher = engine.create(suite, new byte[32])) {
            long perPacket = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && perPacket > 0; round++) {
                long before = allocated();
                roundTrips(cipher, packet, frame, (long) round * PACKETS, PACKETS);
                perPacket = (allocated() - before) / PACKETS;
            }
            assertThat(perPacket).isZero();
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
