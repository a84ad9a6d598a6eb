// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import java.util.BitSet;
import java.util.List;

/**
 * A and AAAA records of endpoints of one slice, one behind the other, and their weights: what sets of addresses are put together from. Each address is there once. Immutable,
 * but for the sums of weights, which are made when they are first asked for: by the compiler's thread, before the zone is published.
 */
final class RecordBlock {

    private final ClusterId cluster;
    private final byte[] octets;
    private final int[] weights;
    private int[] sums = RecordBlocks.NO_ENDS;

    private RecordBlock(ClusterId cluster, byte[] octets, int[] weights) {
        this.cluster = cluster;
        this.octets = octets;
        this.weights = weights;
    }

    /** Of the endpoints' addresses, which are all of one family, as they stand there: perhaps more than once. */
    static RecordBlock of(ClusterId cluster, int type, List<Endpoint> endpoints) {
        RecordWriter writer = new RecordWriter(type, Soa.TTL_SECONDS, endpoints.size() * RecordBlocks.length(type));
        int[] weights = new int[endpoints.size()];
        for (Endpoint endpoint : endpoints) {
            weights[writer.count()] = endpoint.weight();
            writer.addAddress(endpoint.address());
        }
        return new RecordBlock(cluster, writer.records(), weights);
    }

    /** Without these records, and with these weights of what was there. */
    RecordBlock without(BitSet gone, int[] changed) {
        int length = octets.length / weights.length;
        byte[] left = new byte[octets.length - gone.cardinality() * length];
        int[] leftWeights = new int[weights.length - gone.cardinality()];
        int count = 0;
        for (int i = gone.nextClearBit(0); i < weights.length; i = gone.nextClearBit(i + 1)) {
            System.arraycopy(octets, i * length, left, count * length, length);
            leftWeights[count] = changed[i];
            count++;
        }
        return new RecordBlock(cluster, left, leftWeights);
    }

    ClusterId cluster() {
        return cluster;
    }

    int count() {
        return weights.length;
    }

    /** Not to be written to. */
    byte[] octets() {
        return octets;
    }

    /** By record; not to be written to. */
    int[] weights() {
        return weights;
    }

    /** Whether all have this weight. */
    boolean weighsAll(int weight) {
        for (int each : weights) {
            if (each != weight) {
                return false;
            }
        }
        return true;
    }

    /** Running sum of the weights by record; not to be written to. First asked for by the compiler's thread. */
    int[] sums() {
        if (sums.length != weights.length) {
            sums = summed(weights);
        }
        return sums;
    }

    /** Plain: {@link java.util.Arrays#parallelPrefix} has other threads do it from 17 on. */
    private static int[] summed(int[] weights) {
        int[] sums = new int[weights.length];
        int sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += weights[i];
            sums[i] = sum;
        }
        return sums;
    }

    int weight() {
        int sum = 0;
        for (int each : weights) {
            sum += each;
        }
        return sum;
    }
}
