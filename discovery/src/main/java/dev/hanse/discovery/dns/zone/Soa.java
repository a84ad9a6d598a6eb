// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.net.octets.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The SOA record of the zone (RFC 1035 section 3.3.13). Its three names point to where the zone's name stands in the
 * question. Immutable.
 */
public final class Soa {

    /** Time to live of all records but the schema version, in seconds; also the negative one (RFC 2308 section 5). */
    public static final int TTL_SECONDS = 5;

    private static final int REFRESH_SECONDS = 7_200;
    private static final int RETRY_SECONDS = 1_800;
    private static final int EXPIRE_SECONDS = 86_400;
    private static final byte[] MNAME = "\2ns\3dns".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RNAME = "\12hostmaster".getBytes(StandardCharsets.US_ASCII);
    private static final int MNAME_AT = 12;
    private static final int RNAME_AT = MNAME_AT + 7 + 2;
    private static final int NUMBERS_AT = RNAME_AT + 11 + 2;

    /** Octets of the record. */
    public static final int OCTETS = NUMBERS_AT + 20;

    private final byte[] record = new byte[OCTETS];

    Soa(int serial) {
        Octets.putInt16(record, 2, RecordType.SOA);
        Octets.putInt16(record, 4, 1);
        Octets.putInt32(record, 6, TTL_SECONDS);
        Octets.putInt16(record, 10, OCTETS - 12);
        System.arraycopy(MNAME, 0, record, MNAME_AT, MNAME.length);
        System.arraycopy(RNAME, 0, record, RNAME_AT, RNAME.length);
        int[] numbers = {serial, REFRESH_SECONDS, RETRY_SECONDS, EXPIRE_SECONDS, TTL_SECONDS};
        for (int i = 0; i < numbers.length; i++) {
            Octets.putInt32(record, NUMBERS_AT + 4 * i, numbers[i]);
        }
    }

    /** The record's content with its names in full, as it is signed. */
    public byte[] content(WireName apex) {
        byte[] mname = apex.child("dns").child("ns").octets();
        byte[] rname = apex.child("hostmaster").octets();
        byte[] content = Arrays.copyOf(mname, mname.length + rname.length + OCTETS - NUMBERS_AT);
        System.arraycopy(rname, 0, content, mname.length, rname.length);
        System.arraycopy(record, NUMBERS_AT, content, mname.length + rname.length, OCTETS - NUMBERS_AT);
        return content;
    }

    /** The serial, unsigned. */
    public long serial() {
        return Integer.toUnsignedLong(Octets.int32(record, NUMBERS_AT));
    }

    /**
     * Writes the record.
     *
     * @param apexOffset where the zone's name begins in the message
     * @return octets written
     */
    public int write(byte[] target, int at, int apexOffset) {
        System.arraycopy(record, 0, target, at, OCTETS);
        int pointer = 0xc000 | apexOffset;
        Octets.putInt16(target, at, pointer);
        Octets.putInt16(target, at + RNAME_AT - 2, pointer);
        Octets.putInt16(target, at + NUMBERS_AT - 2, pointer);
        return OCTETS;
    }
}
