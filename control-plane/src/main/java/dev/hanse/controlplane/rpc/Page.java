// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import com.google.protobuf.MessageLite;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list. It ends where it is full, by number or by octets: gRPC's clients take 4 MiB unless told otherwise, and
 * what one entry takes is in members' hands.
 *
 * @param size at most so many entries
 * @param maxOctets of their messages, unless a single one has more
 */
public record Page(int size, int maxOctets) {

    private static final int DEFAULT_SIZE = 100;
    private static final int MAX_SIZE = 1_000;
    private static final int MAX_OCTETS = 1 << 20;
    /** Leaves room below 4 MiB for what else an answer holds. */
    private static final int MOST_OCTETS = 3 << 20;
    /** As much again stays free. */
    private static final int BESIDE_OCTETS = 512 << 10;
    /** Tag and length of an entry. */
    private static final int ENTRY_OVERHEAD = 6;

    /** Of the size asked for; 0: 100. */
    public static Page of(int asked) {
        if (asked < 0 || asked > MAX_SIZE) {
            throw RefusedException.field(
                    "page_size", Integer.toUnsignedString(asked) + " (expected: 0 to " + MAX_SIZE + ")");
        }
        return new Page(asked == 0 ? DEFAULT_SIZE : asked, MAX_OCTETS);
    }

    /** As much as an answer holds: for calls that gave everything at once before they had pages. */
    public static Page largest() {
        return new Page(Integer.MAX_VALUE, MOST_OCTETS);
    }

    /** What stands beside a {@link #largest} page in the same answer, at most so many entries. */
    public static Page beside(int most) {
        return new Page(most, BESIDE_OCTETS);
    }

    /** As many of these as the page holds, and not one more is made; the first one always fits. */
    public <T extends MessageLite> Filled<T> fill(Iterator<T> entries) {
        List<T> taken = new ArrayList<>();
        long octets = 0;
        while (entries.hasNext()) {
            T next = entries.next();
            octets += next.getSerializedSize() + ENTRY_OVERHEAD;
            if (taken.size() == size || (octets > maxOctets && !taken.isEmpty())) {
                return new Filled<>(taken, true);
            }
            taken.add(next);
        }
        return new Filled<>(taken, false);
    }

    /**
     * What a page holds.
     *
     * @param entries in order
     * @param more whether others follow
     */
    public record Filled<T>(List<T> entries, boolean more) {

        /** Copies the entries. */
        public Filled {
            entries = List.copyOf(entries);
        }

        /** Where the next page begins; empty: this is the last. */
        public String next(Function<T, String> position) {
            return more ? position.apply(entries.getLast()) : "";
        }
    }
}
