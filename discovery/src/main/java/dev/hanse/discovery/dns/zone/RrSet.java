// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The records of one name and type, as they go on the wire with the owner as a pointer to the question (RFC 1035
 * section 4.1.4). They lie one behind the other in one array; those of many addresses lie in the blocks of their slices, so that a set that differs in one slice
 * shares all else. Immutable; arrays that are given or returned are not to be written to.
 */
public final class RrSet {

    /** How an answer chooses its first record; the others follow in a ring. */
    public enum Order {
        /** Another one for each answer. */
        ROTATING,
        /** The same one for the same client (session affinity). */
        BY_CLIENT
    }

    /** The pointer to the name of the question, which follows the header. */
    public static final int OWNER_POINTER = 0xc00c;

    private final int type;
    private final Order order;
    private final byte[] records;
    private final int[] ends;
    private final @Nullable RecordBlocks blocks;
    private final int @Nullable [] weightSums;
    private final Addresses @Nullable [] targets;
    private final int targetOffset;
    private final int @Nullable [] origins;
    private final int budgetOctets;
    private final int most;

    private RrSet(
            int type,
            Order order,
            byte[] records,
            int[] ends,
            @Nullable RecordBlocks blocks,
            int @Nullable [] weightSums,
            Addresses @Nullable [] targets,
            int targetOffset,
            int @Nullable [] origins,
            int budgetOctets,
            int most) {
        this.type = type;
        this.order = order;
        this.records = records;
        this.ends = ends;
        this.blocks = blocks;
        this.weightSums = weightSums;
        this.targets = targets;
        this.targetOffset = targetOffset;
        this.origins = origins;
        this.budgetOctets = budgetOctets;
        this.most = most;
    }

    /** Records without targets and weights. */
    static RrSet of(RecordWriter writer, Order order) {
        int[] ends = writer.ends();
        return new RrSet(writer.type(), order, writer.records(), ends, null, null, null, 0, null, 0, ends.length);
    }

    /** Records that each name a host, of which these are the addresses, and whose name begins at {@code targetOffset}. */
    static RrSet withTargets(RecordWriter writer, Addresses[] targets, int targetOffset, int @Nullable [] origins) {
        int[] ends = writer.ends();
        return new RrSet(
                writer.type(),
                Order.ROTATING,
                writer.records(),
                ends,
                null,
                null,
                targets,
                targetOffset,
                origins,
                0,
                ends.length);
    }

    /**
     * Addresses.
     *
     * @param weighted whether an answer has one record, chosen by weight, in place of all
     * @param origins number under which an answer is counted, by the block that the record is in which comes first; null: the same for all, as the node says
     * @param budgetOctets octets that each record counts when an answer must be cut, so that A and AAAA of one owner are
     *     cut alike; 0: its own octets
     * @param most records of one answer at most, from 1; which ones follows from {@code order}
     */
    static RrSet ofAddresses(
            int type,
            RecordBlocks blocks,
            Order order,
            boolean weighted,
            int @Nullable [] origins,
            int budgetOctets,
            int most) {
        boolean large = blocks.isLarge();
        int[] sums = !weighted || blocks.weight() == 0 ? null : large ? blocks.weightSums() : blocks.eachWeightSum();
        return new RrSet(
                type,
                order,
                large ? RecordBlocks.NO_OCTETS : blocks.joined(),
                large ? RecordBlocks.NO_ENDS : blocks.ends(),
                large ? blocks : null,
                sums,
                null,
                0,
                origins == null || large ? origins : blocks.byRecord(origins),
                budgetOctets,
                Math.min(most, blocks.count()));
    }

    /** Record type. */
    public int type() {
        return type;
    }

    /** How each answer chooses its first record. */
    public Order order() {
        return order;
    }

    /** Number of records. */
    public int count() {
        return blocks == null ? ends.length : blocks.count();
    }

    /** Records of one answer at most, 1 to all. */
    public int most() {
        return most;
    }

    /** Octets of all records. */
    public int octets() {
        return blocks == null ? records.length : blocks.octets();
    }

    /** Octets that each record counts when an answer must be cut; 0: its own. */
    public int budgetOctets() {
        return budgetOctets;
    }

    /** Octets of record {@code i}. */
    public int length(int i) {
        return blocks == null ? ends[i] - start(i) : blocks.length();
    }

    private int start(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    /** Copies {@code count} records from {@code first} on, around the end; returns their octets. */
    public int copy(int first, int count, byte[] target, int at) {
        if (blocks != null) {
            return blocks.copy(first, count, target, at);
        }
        int direct = Math.min(count, ends.length - first);
        int length = 0;
        if (direct > 0) {
            int from = start(first);
            length = ends[first + direct - 1] - from;
            System.arraycopy(records, from, target, at, length);
        }
        if (count > direct) {
            int around = ends[count - direct - 1];
            System.arraycopy(records, 0, target, at + length, around);
            length += around;
        }
        return length;
    }

    /** The array that record {@code i} lies in, up to {@link #end}. */
    public byte[] array(int i) {
        return blocks == null ? records : blocks.array(i);
    }

    /** Where record {@code i} ends in {@link #array}. */
    public int end(int i) {
        return blocks == null ? ends[i] : blocks.end(i);
    }

    /** Whether an answer has one record, chosen by weight. */
    public boolean weighted() {
        return weightSums != null;
    }

    /** The sum of all weights; only of a weighted set. */
    public int weight() {
        int[] sums = Objects.requireNonNull(weightSums);
        return sums[sums.length - 1];
    }

    /** The first record up to which weights sum up to more than {@code wanted}, which is less than all; only of a weighted set. */
    public int byWeight(int wanted) {
        int[] sums = Objects.requireNonNull(weightSums);
        int found = above(sums, wanted);
        return blocks == null ? found : blocks.byWeight(found, wanted - (found == 0 ? 0 : sums[found - 1]));
    }

    /** The first of the sums that is more than wanted. */
    static int above(int[] sums, int wanted) {
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** For record types that name a host: its addresses by record, given along where they fit. */
    public Addresses @Nullable [] targets() {
        return targets;
    }

    /** Where the host's name begins in a record. */
    public int targetOffset() {
        return targetOffset;
    }

    /** Number under which an answer is counted in which this record comes first; {@code otherwise} where the node says it for all. */
    public int origin(int record, int otherwise) {
        if (origins == null) {
            return otherwise;
        }
        return origins[blocks == null ? record : blocks.blockOf(record)];
    }
}
