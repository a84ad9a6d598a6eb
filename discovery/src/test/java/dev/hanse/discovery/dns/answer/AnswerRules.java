// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.wire.Query;
import java.io.IOException;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What holds for the answer to any octets at all. */
final class AnswerRules {

    private AnswerRules() {}

    /** Asks on each transport; a query that is dropped because of an exception has no answer and fails here. */
    static void require(Asker asker, byte[] octets) throws IOException {
        for (Transport transport : Transport.values()) {
            require(asker, octets, transport);
        }
    }

    static void require(Asker asker, byte[] octets, Transport transport) throws IOException {
        byte[] answer = asker.ask(octets, transport);
        if (octets.length < 12 || (octets[2] & 0x80) != 0) {
            assertThat(answer).as("answer to what deserves none").isEmpty();
            return;
        }
        Query query = new Query();
        query.parse(octets, 0, octets.length);
        assertThat(answer.length).isBetween(12, limit(query, transport));
        Message read = new Message(answer);
        assertThat(read.numBytes())
                .as("octets that another implementation reads")
                .isEqualTo(answer.length);
        assertThat(answer).startsWith(octets[0], octets[1]);
        assertThat(answer[2] & 0xf9).as("QR, opcode and RD").isEqualTo(0x80 | octets[2] & 0x79);
        assertThat(answer[3] & 0xf0).as("RA, Z, AD and CD").isZero();
        assertThat(opts(read)).isLessThanOrEqualTo(query.edns().isPresent() ? 1 : 0);
        if (transport != Transport.UDP) {
            assertThat(answer[2] & 2).as("TC on a connection").isZero();
        }
    }

    private static int limit(Query query, Transport transport) {
        if (transport != Transport.UDP) {
            return 65_535;
        }
        return query.edns().isPresent() ? Math.clamp(query.edns().udpSize(), 512, 1_232) : 512;
    }

    static long opts(Message message) {
        return message.getSection(Section.ADDITIONAL).stream()
                .map(Record::getType)
                .filter(type -> type == Type.OPT)
                .count();
    }
}
