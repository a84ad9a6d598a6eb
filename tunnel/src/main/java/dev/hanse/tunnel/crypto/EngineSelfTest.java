// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Compares an engine with a reference before it is trusted: same octets out of both for every length class, each opens
 * what the other sealed, and neither opens a frame with a flipped bit. Pseudo-random input under keys that are used for
 * nothing else.
 */
final class EngineSelfTest {

    private static final int[] LENGTHS = {0, 1, 15, 16, 17, 63, 64, 255, 256, 1000, 1400, 1472, 9000};
    private static final long SEED = 0x48616e7365L;

    private final CipherEngine reference;

    EngineSelfTest(CipherEngine reference) {
        this.reference = reference;
    }

    /** Whether the engine agrees with the reference; an engine that throws does not. */
    boolean passes(CipherEngine candidate, List<CipherSuite> suites) {
        try {
            return suites.stream().allMatch(suite -> passes(candidate, suite));
        } catch (IllegalStateException | LinkageError e) {
            return false;
        }
    }

    private boolean passes(CipherEngine candidate, CipherSuite suite) {
        RandomGenerator random = new SplittableRandom(SEED);
        byte[] key = octets(random, PacketCipher.KEY_OCTETS);
        try (PacketCipher ours = reference.create(suite, key);
                PacketCipher theirs = candidate.create(suite, key)) {
            long counter = 0;
            for (int length : LENGTHS) {
                byte[] packet = octets(random, length);
                if (!agree(ours, theirs, packet, random.nextInt(), counter++)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean agree(PacketCipher ours, PacketCipher theirs, byte[] packet, int binding, long counter) {
        byte[] expected = new byte[packet.length + PacketCipher.TAG_OCTETS];
        byte[] sealed = new byte[expected.length];
        ours.seal(binding, counter, packet, 0, packet.length, expected, 0);
        theirs.seal(binding, counter, packet, 0, packet.length, sealed, 0);
        if (!Arrays.equals(expected, sealed)) {
            return false;
        }
        byte[] opened = new byte[packet.length];
        boolean good = theirs.open(binding, counter, sealed, 0, sealed.length, opened, 0);
        sealed[sealed.length / 2] ^= 1;
        boolean forged = theirs.open(binding, counter, sealed, 0, sealed.length, new byte[packet.length], 0);
        return good && !forged && Arrays.equals(packet, opened);
    }

    private static byte[] octets(RandomGenerator random, int length) {
        byte[] result = new byte[length];
        random.nextBytes(result);
        return result;
    }
}
