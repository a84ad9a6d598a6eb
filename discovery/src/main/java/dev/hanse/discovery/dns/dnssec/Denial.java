// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import dev.hanse.discovery.dns.wire.RecordType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;

/**
 * Says in one NSEC record what a name does not have (RFC 9824): it reaches from the name to its immediate successor, so
 * that it denies nothing of any other name.
 */
public final class Denial {

    private Denial() {}

    /** That the name has records of these types only; none for a name that only has names below. */
    public static CanonicalSet ofOtherTypes(byte[] owner, int[] types, int ttlSeconds) {
        return nsec(owner, with(types, RecordType.RRSIG, RecordType.NSEC), ttlSeconds);
    }

    /** That there is no such name. */
    public static CanonicalSet ofName(byte[] owner, int ttlSeconds) {
        return nsec(owner, new int[] {RecordType.RRSIG, RecordType.NSEC, RecordType.NXNAME}, ttlSeconds);
    }

    private static int[] with(int[] types, int... more) {
        int[] all = Arrays.copyOf(types, types.length + more.length);
        System.arraycopy(more, 0, all, types.length, more.length);
        return all;
    }

    private static CanonicalSet nsec(byte[] owner, int[] types, int ttlSeconds) {
        try {
            Name next = new Name(Successor.of(owner));
            NSECRecord record = new NSECRecord(new Name(owner), DClass.IN, ttlSeconds, next, types);
            return new CanonicalSet(owner, RecordType.NSEC, ttlSeconds, List.of(record.rdataToWireCanonical()));
        } catch (IOException e) {
            throw new IllegalStateException("a name that was asked for is none: " + Arrays.toString(owner), e);
        }
    }
}
