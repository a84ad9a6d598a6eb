// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import dev.hanse.net.time.NanoClock;
import java.util.List;

/**
 * Seals and opens until the JIT has compiled both. Without it the JDK's AES-GCM runs in the interpreter for the first
 * packets, about a hundred times slower. Run it on a thread of its own; blocks for some hundred
 * milliseconds, at most {@link #LIMIT_NANOS} per suite.
 */
public final class CipherWarmup {

    /** Longest time spent on one suite. */
    public static final long LIMIT_NANOS = 1_000_000_000;

    private static final int ROUNDS = 20_000;
    private static final int CHECK_EVERY = 256;
    private static final int LARGE_OCTETS = 1400;
    private static final int SMALL_OCTETS = 64;

    private final NanoClock nanoClock;

    /** The clock bounds the time. */
    public CipherWarmup(NanoClock nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Warms every suite; the keys are used for nothing else. */
    public void run(CipherEngine engine, List<CipherSuite> suites) {
        suites.forEach(suite -> warm(engine, suite));
    }

    private void warm(CipherEngine engine, CipherSuite suite) {
        byte[] packet = new byte[LARGE_OCTETS];
        byte[] frame = new byte[LARGE_OCTETS + PacketCipher.TAG_OCTETS];
        long start = nanoClock.nanoTime();
        try (PacketCipher cipher = engine.create(suite, new byte[PacketCipher.KEY_OCTETS])) {
            for (int round = 0; round < ROUNDS; round++) {
                int length = (round & 7) == 0 ? SMALL_OCTETS : LARGE_OCTETS;
                cipher.seal(0, round, packet, 0, length, frame, 0);
                cipher.open(0, round, frame, 0, length + PacketCipher.TAG_OCTETS, packet, 0);
                if (round % CHECK_EVERY == 0 && nanoClock.nanoTime() - start > LIMIT_NANOS) {
                    return;
                }
            }
        }
    }
}
