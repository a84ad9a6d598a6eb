// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.path;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What was measured in one direction. Probes and keepalives are no part of the bursts, or an idle path would look like a slow one.
 *
 * @param bursts system calls by the datagrams that went through each: bucket {@code i} counts those with more than {@code 2^(i-1)} and up to
 *     {@code 2^i} datagrams, the last one all with more; {@link #BUCKETS} of them
 * @param datagrams datagrams of all bursts
 * @param samples frames whose cipher was timed
 * @param sampledNanos how long the cipher took for them
 * @param sampledOctets their octets, since a long frame takes long
 */
public record DirectionCounts(List<Long> bursts, long datagrams, long samples, long sampledNanos, long sampledOctets) {

    /** Up to 1, 2, 4, 8, 16, 32 datagrams, and more. */
    public static final int BUCKETS = 7;

    /** Nothing. */
    public static final DirectionCounts NONE = new DirectionCounts(Collections.nCopies(BUCKETS, 0L), 0, 0, 0, 0);

    /** Copies the list and checks its length. */
    public DirectionCounts {
        bursts = List.copyOf(bursts);
        if (bursts.size() != BUCKETS) {
            throw new IllegalArgumentException("bursts: " + bursts.size() + " buckets (expected: " + BUCKETS + ")");
        }
    }

    /** The bucket of a burst: the binary logarithm, rounded up. */
    static int bucket(int datagrams) {
        return Math.min(BUCKETS - 1, Integer.SIZE - Integer.numberOfLeadingZeros(datagrams - 1));
    }

    /** Both together. */
    public DirectionCounts plus(DirectionCounts other) {
        return new DirectionCounts(
                IntStream.range(0, BUCKETS)
                        .mapToObj(i -> bursts.get(i) + other.bursts.get(i))
                        .toList(),
                datagrams + other.datagrams,
                samples + other.samples,
                sampledNanos + other.sampledNanos,
                sampledOctets + other.sampledOctets);
    }

    /** System calls. */
    public long calls() {
        return bursts.stream().mapToLong(Long::longValue).sum();
    }
}
