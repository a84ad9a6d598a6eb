// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import dev.hanse.discovery.dns.wire.Rcode;
import dev.hanse.discovery.dns.wire.RecordSkip;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.net.octets.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a resolver said.
 *
 * @param message at least a header
 * @param questionEnd where the question ends, which is repeated in answers
 * @param type that was asked for
 */
record ProbeAnswer(byte[] message, int questionEnd, int type) {

    private static final int FLAG_TC = 0x0200;

    /** Type, class, time to live and length. */
    private static final int RECORD_HEADER = 10;

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
        return positions().size();
    }

    /** The first string of the only TXT record; empty where there is none, or more than one. */
    Optional<String> text() {
        List<Integer> found = positions();
        if (type != RecordType.TXT || found.size() != 1) {
            return Optional.empty();
        }
        int at = RecordSkip.skipName(message, found.getFirst(), message.length) + RECORD_HEADER;
        if (at >= message.length || at + 1 + (message[at] & 0xff) > message.length) {
            return Optional.empty();
        }
        return Optional.of(new String(message, at + 1, message[at] & 0xff, StandardCharsets.US_ASCII));
    }

    /** Where records of the type begin in the answer section. */
    private List<Integer> positions() {
        List<Integer> found = new ArrayList<>();
        int at = questionEnd;
        int left = rcode() == Rcode.NOERROR ? Octets.uint16(message, 6) : 0;
        for (; left > 0 && at >= 0 && at < message.length; left--) {
            if (typeAt(at) == type) {
                found.add(at);
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
