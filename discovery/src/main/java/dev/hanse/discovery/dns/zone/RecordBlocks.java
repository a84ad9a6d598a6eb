// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import java.util.Arrays;
import java.util.List;

/** The records of a set of addresses, block by block, and their order: all have one length. Immutable. */
final class RecordBlocks {

    static final byte[] NO_OCTETS = {};
    static final int[] NO_ENDS = {};

    /** Up to so many records are copied into one array: that is quicker to answer from, and little to make. */
    static final int LARGE = 256;

    private static final int[] ONE_IPV4 = {length(RecordType.A)};

    private final RecordBlock[] blocks;
    private final int length;

    /** Number of the first record by block, and of all records behind the last. */
    private final int[] firsts;

    /**
     * With at least one record.
     *
     * @param type of the records
     * @param blocks none of which is empty, and no record is in two
     */
    RecordBlocks(int type, List<RecordBlock> blocks) {
        this.blocks = blocks.toArray(RecordBlock[]::new);
        this.length = length(type);
        this.firsts = new int[this.blocks.length + 1];
        for (int i = 0; i < this.blocks.length; i++) {
            firsts[i + 1] = firsts[i] + this.blocks[i].count();
        }
    }

    /** Octets of one record: owner, type, class, TTL, length and the address. */
    static int length(int type) {
        return 12 + (type == RecordType.A ? 4 : 16);
    }

    boolean isLarge() {
        return count() > LARGE;
    }

    int count() {
        return firsts[blocks.length];
    }

    int length() {
        return length;
    }

    int octets() {
        return count() * length;
    }

    int blockOf(int record) {
        int found = Arrays.binarySearch(firsts, record);
        return found < 0 ? -found - 2 : found;
    }

    byte[] array(int record) {
        return blocks[blockOf(record)].octets();
    }

    int end(int record) {
        return (record - firsts[blockOf(record)] + 1) * length;
    }

    /** Copies {@code count} records from {@code first} on, around the end; returns their octets. */
    int copy(int first, int count, byte[] target, int at) {
        int block = blockOf(first);
        int skipped = first - firsts[block];
        int left = count;
        while (left > 0) {
            int here = Math.min(left, blocks[block].count() - skipped);
            System.arraycopy(
                    blocks[block].octets(), skipped * length, target, at + (count - left) * length, here * length);
            left -= here;
            skipped = 0;
            block = block + 1 == blocks.length ? 0 : block + 1;
        }
        return count * length;
    }

    /** All octets in one array, which is not to be written to. */
    byte[] joined() {
        if (blocks.length == 1) {
            return blocks[0].octets();
        }
        byte[] joined = new byte[octets()];
        copy(0, count(), joined, 0);
        return joined;
    }

    /** Where each record ends in {@link #joined}. Most sets hold one address; those share the array. */
    int[] ends() {
        if (count() == 1 && length == ONE_IPV4[0]) {
            return ONE_IPV4;
        }
        int[] ends = new int[count()];
        Arrays.setAll(ends, i -> (i + 1) * length);
        return ends;
    }

    /** What each block has, by record. */
    int[] byRecord(int[] byBlock) {
        int[] each = new int[count()];
        for (int block = 0; block < blocks.length; block++) {
            Arrays.fill(each, firsts[block], firsts[block + 1], byBlock[block]);
        }
        return each;
    }

    /** The sum of all weights. */
    int weight() {
        int sum = 0;
        for (RecordBlock block : blocks) {
            sum += block.weight();
        }
        return sum;
    }

    /** Running sum of the weights by block. Asks each block for its own, so that {@link #byWeight} only reads what was published. */
    int[] weightSums() {
        int[] sums = new int[blocks.length];
        int sum = 0;
        for (int i = 0; i < sums.length; i++) {
            int[] own = blocks[i].sums();
            sum += own[own.length - 1];
            sums[i] = sum;
        }
        return sums;
    }

    /** Running sum of the weights by record. */
    int[] eachWeightSum() {
        int[] sums = new int[count()];
        int before = 0;
        for (int block = 0; block < blocks.length; block++) {
            int[] own = blocks[block].sums();
            for (int i = 0; i < own.length; i++) {
                sums[firsts[block] + i] = before + own[i];
            }
            before += own[own.length - 1];
        }
        return sums;
    }

    /** After {@link #weightSums}: the first record of this block up to which weights sum up to more than {@code wanted}. */
    int byWeight(int block, int wanted) {
        return firsts[block] + RrSet.above(blocks[block].sums(), wanted);
    }
}
