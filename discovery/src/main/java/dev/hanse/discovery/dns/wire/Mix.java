// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

/**
 * Spreads bits: the finalizer of SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators",
 * 2014).
 */
public final class Mix {

    /** The golden ratio of 64 bits, odd. */
    public static final long ODD = 0x9e3779b97f4a7c15L;

    private Mix() {}

    /** Every bit of the result depends on every bit of {@code x}. */
    public static long mix(long x) {
        long y = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        long z = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
