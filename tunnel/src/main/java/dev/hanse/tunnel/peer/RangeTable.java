// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.peer;

import dev.hanse.net.address.IpPrefix;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Longest-prefix match as binary search: nested prefixes are cut into ranges that do not overlap, each with the prefix that is longest
 * there. Addresses are two unsigned 64 bit halves; IPv4 has the upper one zero.
 */
final class RangeTable {

    private static final int NONE = -1;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int octets;
    private final long[] highs;
    private final long[] lows;
    private final int[] entries;

    private RangeTable(int octets, List<Range> ranges) {
        this.octets = octets;
        highs = ranges.stream()
                .mapToLong(range -> range.start().shiftRight(64).longValue())
                .toArray();
        lows = ranges.stream().mapToLong(range -> range.start().longValue()).toArray();
        entries = ranges.stream().mapToInt(Range::entry).toArray();
    }

    /** From {@code start} to the next range, prefix number {@code entry} is the longest, or there is none. */
    private record Range(BigInteger start, int entry) {}

    private record Span(BigInteger start, BigInteger end, int entry) {}

    /** Table of those prefixes whose addresses have {@code octets} octets; entries are positions in the list. */
    static RangeTable of(List<IpPrefix> prefixes, int octets) {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < prefixes.size(); i++) {
            byte[] address = prefixes.get(i).address().getAddress();
            if (address.length == octets) {
                BigInteger start = new BigInteger(1, address);
                BigInteger size =
                        BigInteger.ONE.shiftLeft(octets * 8 - prefixes.get(i).bits());
                spans.add(new Span(start, start.add(size), i));
            }
        }
        // Prefixes either nest or are disjoint, so outer ones first makes the open ones a stack.
        spans.sort(Comparator.comparing(Span::start).thenComparing(Span::end, Comparator.reverseOrder()));
        List<Range> ranges = sweep(spans);
        // The range behind the last address of all has no addresses.
        ranges.removeIf(range -> range.start().bitLength() > octets * 8);
        return new RangeTable(octets, ranges);
    }

    private static List<Range> sweep(List<Span> spans) {
        List<Range> ranges = new ArrayList<>(List.of(new Range(BigInteger.ZERO, NONE)));
        Deque<Span> open = new ArrayDeque<>();
        for (Span span : spans) {
            closeUpTo(span.start(), open, ranges);
            open.push(span);
            append(ranges, new Range(span.start(), span.entry()));
        }
        closeUpTo(BigInteger.ONE.shiftLeft(129), open, ranges);
        return ranges;
    }

    private static void closeUpTo(BigInteger address, Deque<Span> open, List<Range> ranges) {
        while (!open.isEmpty() && open.peek().end().compareTo(address) <= 0) {
            BigInteger end = open.pop().end();
            append(ranges, new Range(end, open.isEmpty() ? NONE : open.peek().entry()));
        }
    }

    /** A range that starts where the last one does replaces it: that one was empty. */
    private static void append(List<Range> ranges, Range range) {
        if (ranges.getLast().start().equals(range.start())) {
            ranges.removeLast();
        }
        ranges.add(range);
    }

    /** Number of the longest prefix with the address at {@code offset}, or -1. */
    int find(byte[] buffer, int offset) {
        long high = 0;
        long low;
        if (octets == 4) {
            low = (int) INT.get(buffer, offset) & 0xffff_ffffL;
        } else {
            high = (long) LONG.get(buffer, offset);
            low = (long) LONG.get(buffer, offset + 8);
        }
        int first = 0;
        int last = entries.length - 1;
        while (first < last) {
            int middle = first + last + 1 >>> 1;
            if (startsAfter(middle, high, low)) {
                last = middle - 1;
            } else {
                first = middle;
            }
        }
        return entries[first];
    }

    private boolean startsAfter(int range, long high, long low) {
        int order = Long.compareUnsigned(highs[range], high);
        return order > 0 || (order == 0 && Long.compareUnsigned(lows[range], low) > 0);
    }
}
