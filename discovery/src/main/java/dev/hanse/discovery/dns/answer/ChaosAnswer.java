// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.answer.Reply.Section;
import dev.hanse.discovery.dns.wire.Query;
import dev.hanse.discovery.dns.wire.RecordType;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.net.octets.Octets;
import java.util.Arrays;

/**
 * The server's identity as TXT record of {@code id.server} and {@code hostname.bind} in class CHAOS (RFC 4892).
 * Immutable.
 */
final class ChaosAnswer {

    private static final WireName ID_SERVER = WireName.of("id.server");
    private static final WireName HOSTNAME_BIND = WireName.of("hostname.bind");
    private static final int CLASS_CH = 3;

    private final byte[] record;

    /** With an identity; empty: nothing is told. */
    ChaosAnswer(byte[] identity) {
        record = identity.length == 0 ? new byte[0] : new byte[13 + identity.length];
        if (record.length > 0) {
            Octets.putInt16(record, 0, 0xc00c);
            Octets.putInt16(record, 2, RecordType.TXT);
            Octets.putInt16(record, 4, CLASS_CH);
            Octets.putInt16(record, 10, identity.length + 1);
            record[12] = (byte) identity.length;
            System.arraycopy(identity, 0, record, 13, identity.length);
        }
    }

    /** Writes the record if it is asked for and told; returns whether it was. */
    boolean write(Query query, byte[] folded, Reply reply) {
        boolean asked = query.type() == RecordType.TXT || query.type() == RecordType.ANY;
        if (record.length == 0 || !asked || !(names(ID_SERVER, query, folded) || names(HOSTNAME_BIND, query, folded))) {
            return false;
        }
        reply.append(record, 0, record.length);
        reply.count(Section.ANSWER, 1);
        return true;
    }

    private static boolean names(WireName name, Query query, byte[] folded) {
        return Arrays.equals(name.octets(), 0, name.length(), folded, 0, query.nameLength());
    }
}
