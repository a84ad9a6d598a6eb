// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import dev.hanse.net.time.NanoClock;
import java.util.List;

/**
 * How long an engine takes to seal and open a full packet: the best of several short batches within a budget, so that a
 * first batch in the interpreter or a preempted one does not count. What it is given is warmer afterwards, which is
 * welcome.
 */
final class EngineTiming {

    private static final long BUDGET_NANOS = 20_000_000;
    private static final int BATCH = 64;
    private static final int PACKET_OCTETS = 1400;

    private final NanoClock nanoClock;

    EngineTiming(NanoClock nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Nanoseconds for one batch per suite, summed. */
    long measure(CipherEngine engine, List<CipherSuite> suites) {
        return suites.stream().mapToLong(suite -> best(engine, suite)).sum();
    }

    private long best(CipherEngine engine, CipherSuite suite) {
        byte[] buffer = new byte[PACKET_OCTETS + PacketCipher.TAG_OCTETS];
        long best = Long.MAX_VALUE;
        long start = nanoClock.nanoTime();
        long from = start;
        try (PacketCipher cipher = engine.create(suite, new byte[PacketCipher.KEY_OCTETS])) {
            for (long counter = 0; from - start < BUDGET_NANOS; counter += BATCH) {
                batch(cipher, buffer, counter);
                long to = nanoClock.nanoTime();
                best = Math.min(best, to - from);
                from = to;
            }
        }
        return best;
    }

    private static void batch(PacketCipher cipher, byte[] buffer, long firstCounter) {
        for (int i = 0; i < BATCH; i++) {
            cipher.seal(0, firstCounter + i, buffer, 0, PACKET_OCTETS, buffer, 0);
            cipher.open(0, firstCounter + i, buffer, 0, buffer.length, buffer, 0);
        }
    }
}
