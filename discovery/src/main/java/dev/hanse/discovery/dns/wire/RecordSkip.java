// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import dev.hanse.net.octets.Octets;

/** Steps over resource records whose content does not matter. */
public final class RecordSkip {

    private RecordSkip() {}

    /** The position behind the record at {@code at}, or -1 if it does not end before {@code end}. */
    public static int skip(byte[] octets, int at, int end) {
        int fixed = skipName(octets, at, end);
        if (fixed < 0 || fixed + 10 > end) {
            return -1;
        }
        int next = fixed + 10 + Octets.uint16(octets, fixed + 8);
        return next <= end ? next : -1;
    }

    /** The position behind the name at {@code at}, which may end in a pointer that is not followed, or -1. */
    public static int skipName(byte[] octets, int at, int end) {
        int last = Math.min(end, at + WireName.MAX_OCTETS);
        int position = at;
        while (position < last) {
            int length = octets[position] & 0xff;
            if (length == 0) {
                return position + 1;
            }
            if ((length & 0xc0) == 0xc0) {
                return position + 2 <= end ? position + 2 : -1;
            }
            if ((length & 0xc0) != 0) {
                return -1;
            }
            position += length + 1;
        }
        return -1;
    }
}
