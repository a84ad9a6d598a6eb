// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import dev.hanse.discovery.dns.wire.Rcode;
import dev.hanse.discovery.dns.wire.RecordSkip;
import dev.hanse.net.octets.Octets;

/**
 * What a resolver said.
 *
 * @param message at least a header
 * @param questionEnd where the question ends, which is repeated in answers
 * @param type that was asked for
 */
record ProbeAnswer(byte[] message, int questionEnd, int type) {

    private static final int FLAG_TC = 0x0200;

    /** Response code without the bits of an OPT record, which was not sent. */
    int rcode() {
        return Octets.uint16(message, 2) & 0xf;
    }

    /** Whether the answer says that it is cut. */
    boolean isCut() {
        return (Octets.uint16(message, 2) & FLAG_TC) != 0;
    }

    /** Whether a record of the type is in the answer section; a resolver that lies about missing names has other ones. */
    boolean hasRecord() {
        return records() > 0;
    }

    /** How many records of the type are in the answer section. */
    int records() {
        if (rcode() != Rcode.NOERROR) {
            return 0;
        }
        int found = 0;
        int at = questionEnd;
        for (int left = Octets.uint16(message, 6); left > 0 && at >= 0 && at < message.length; left--) {
            if (typeAt(at) == type) {
                found++;
            }
            at = RecordSkip.skip(message, at, message.length);
        }
        return found;
    }

    private int typeAt(int at) {
        int owner = RecordSkip.skipName(message, at, message.length);
        return owner < 0 || owner + 2 > message.length ? -1 : Octets.uint16(message, owner);
    }
}
