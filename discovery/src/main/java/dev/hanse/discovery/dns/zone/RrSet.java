// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import org.jspecify.annotations.Nullable;

/**
 * The records of one name and type, as they go on the wire with the owner as a pointer to the question (RFC 1035
 * section 4.1.4). Immutable; the arrays
 * are not to be written to.
 *
 * @param type record type
 * @param records all records, one behind the other
 * @param ends where each record ends in {@code records}
 * @param order how each answer chooses its first record
 * @param cumulativeWeights running sum of the weights by record: an answer has one record, chosen by weight; null: an
 *     answer has all records
 * @param targets for record types that name a host: its addresses by record, given along where they fit
 * @param targetOffset where the host's name begins in a record
 * @param origins number under which an answer is counted, by the record that comes first in it; null: the same for all,
 *     as the node says
 * @param budgetOctets octets that each record counts when an answer must be cut, so that A and AAAA of one owner are
 *     cut alike; 0: its own octets
 * @param most records of one answer at most, 1 to all; which ones follows from {@code order}
 */
public record RrSet(
        int type,
        byte[] records,
        int[] ends,
        Order order,
        int @Nullable [] cumulativeWeights,
        Addresses @Nullable [] targets,
        int targetOffset,
        int @Nullable [] origins,
        int budgetOctets,
        int most) {

    /** How an answer chooses its first record; the others follow in a ring. */
    public enum Order {
        /** Another one for each answer. */
        ROTATING,
        /** The same one for the same client (session affinity). */
        BY_CLIENT
    }

    /** The pointer to the name of the question, which follows the header. */
    public static final int OWNER_POINTER = 0xc00c;

    /** Records without targets and weights. */
    static RrSet of(RecordWriter writer, Order order) {
        int[] ends = writer.ends();
        return new RrSet(writer.type(), writer.records(), ends, order, null, null, 0, null, 0, ends.length);
    }

    /** Records that each name a host. */
    static RrSet withTargets(RecordWriter writer, Addresses[] targets, int targetOffset, int @Nullable [] origins) {
        int[] ends = writer.ends();
        return new RrSet(
                writer.type(),
                writer.records(),
                ends,
                Order.ROTATING,
                null,
                targets,
                targetOffset,
                origins,
                0,
                ends.length);
    }

    /** Number of records. */
    public int count() {
        return ends.length;
    }

    /** Where record {@code i} begins. */
    public int start(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    /** Octets of record {@code i}. */
    public int length(int i) {
        return ends[i] - start(i);
    }
}
