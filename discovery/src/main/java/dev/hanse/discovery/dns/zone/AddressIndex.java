// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.HashSecrets;
import dev.hanse.discovery.dns.wire.Mix;
import dev.hanse.net.octets.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out of blocks what stands in one before: each address is answered once (RFC 2181 section 5), with the highest of its weights. Tens of thousands of addresses are looked
 * through when one slice of theirs changes, so nothing is allocated but for blocks in which something is twice. Hashes are keyed, since addresses are up to others. Used by one
 * thread.
 */
final class AddressIndex {

    /** What is kept for the next service: 1 MiB. One of 50,000 addresses needs no more. */
    static final int KEPT_SLOTS = 1 << 17;

    private static final int FEWEST_SLOTS = 16;

    private static final long KEY = HashSecrets.next();

    /** Open addressing, at most half full: the upper half of a hash, and the number of a record from 1. */
    private long[] slots = new long[FEWEST_SLOTS];

    private int mask;

    /** What has to change in one block. */
    private record Edit(BitSet gone, int[] weights) {
        static Edit of(RecordBlock block) {
            return new Edit(new BitSet(), block.weights().clone());
        }
    }

    /** The blocks without what stands in them for the second time, and without those that have nothing else; the same blocks, where that is nothing. */
    List<RecordBlock> distinct(List<RecordBlock> blocks) {
        int[] firsts = firsts(blocks);
        int count = firsts[blocks.size()];
        if (count <= 1) {
            return blocks;
        }
        clear(count);
        @Nullable Edit @Nullable [] edits = null;
        for (int block = 0; block < firsts.length - 1; block++) {
            RecordBlock each = blocks.get(block);
            for (int i = 0; i < each.count(); i++) {
                int same = put(blocks, firsts, each, i, firsts[block] + i);
                if (same >= 0) {
                    edits = edits == null ? new Edit[blocks.size()] : edits;
                    leaveOut(blocks, firsts, edits, block, i, same);
                }
            }
        }
        return edits == null ? blocks : edited(blocks, edits);
    }

    /** The work for one service is done: what a very large one needed is not kept for others. */
    void end() {
        if (slots.length > KEPT_SLOTS) {
            slots = new long[FEWEST_SLOTS];
        }
    }

    /** Slots that are kept. */
    int slots() {
        return slots.length;
    }

    private static int[] firsts(List<RecordBlock> blocks) {
        int[] firsts = new int[blocks.size() + 1];
        for (int i = 0; i < blocks.size(); i++) {
            firsts[i + 1] = firsts[i] + blocks.get(i).count();
        }
        return firsts;
    }

    private void clear(int count) {
        int needed = Integer.highestOneBit(2 * count - 1) * 2;
        if (slots.length < needed) {
            slots = new long[needed];
        } else {
            Arrays.fill(slots, 0, needed, 0);
        }
        mask = needed - 1;
    }

    /** Returns the number of the record that has the address already; below 0: there was none, and now it is this one. */
    private int put(List<RecordBlock> blocks, int[] firsts, RecordBlock block, int i, int number) {
        int length = block.octets().length / block.count();
        long hash = hash(block.octets(), (i + 1) * length, length);
        int at = (int) hash & mask;
        for (long there = slots[at]; there != 0; there = slots[at]) {
            int other = (int) there - 1;
            if (there >>> 32 == hash >>> 32 && isSame(blocks, firsts, other, block.octets(), i * length, length)) {
                return other;
            }
            at = (at + 1) & mask;
        }
        slots[at] = hash & 0xffff_ffff_0000_0000L | number + 1;
        return -1;
    }

    private static boolean isSame(
            List<RecordBlock> blocks, int[] firsts, int other, byte[] octets, int from, int length) {
        int found = blockOf(firsts, other);
        int at = (other - firsts[found]) * length;
        return Arrays.equals(blocks.get(found).octets(), at, at + length, octets, from, from + length);
    }

    private static int blockOf(int[] firsts, int number) {
        int found = Arrays.binarySearch(firsts, number);
        return found < 0 ? -found - 2 : found;
    }

    /** An A record has its address in the last 4 of 8 octets, and the same before it as all others. */
    private static long hash(byte[] octets, int end, int length) {
        long low = Mix.mix(Octets.int64(octets, end - 8) ^ KEY);
        return length == RecordBlocks.length(1) ? low : Mix.mix(low + Octets.int64(octets, end - 16));
    }

    private static void leaveOut(
            List<RecordBlock> blocks, int[] firsts, @Nullable Edit[] edits, int block, int i, int same) {
        int weight = blocks.get(block).weights()[i];
        edit(blocks, edits, block).gone.set(i);
        int first = blockOf(firsts, same);
        int index = same - firsts[first];
        if (weight > blocks.get(first).weights()[index]) {
            int[] weights = edit(blocks, edits, first).weights;
            weights[index] = Math.max(weights[index], weight);
        }
    }

    private static Edit edit(List<RecordBlock> blocks, @Nullable Edit[] edits, int block) {
        Edit edit = edits[block];
        if (edit == null) {
            edit = Edit.of(blocks.get(block));
            edits[block] = edit;
        }
        return edit;
    }

    private static List<RecordBlock> edited(List<RecordBlock> blocks, @Nullable Edit[] edits) {
        List<RecordBlock> left = new ArrayList<>(edits.length);
        for (int i = 0; i < edits.length; i++) {
            Edit edit = edits[i];
            RecordBlock block = edit == null ? blocks.get(i) : blocks.get(i).without(edit.gone, edit.weights);
            if (block.count() > 0) {
                left.add(block);
            }
        }
        return left;
    }
}
