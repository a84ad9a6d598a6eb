// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import static dev.hanse.discovery.dns.wire.Query.Outcome.DROP;
import static dev.hanse.discovery.dns.wire.Query.Outcome.MALFORMED;
import static dev.hanse.discovery.dns.wire.Query.Outcome.OTHER_EDNS_VERSION;
import static dev.hanse.discovery.dns.wire.Query.Outcome.OTHER_OPCODE;
import static dev.hanse.discovery.dns.wire.Query.Outcome.QUESTION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the parser against messages that lie. */
class QueryTest {

    private static final String HEADER = "0001 0100 0001 0000 0000 0000";
    private static final String HEADER_EDNS = "0001 0100 0001 0000 0000 0001";
    private static final String NAME = "03777777 00 0001 0001";
    private static final String OPT = "00 0029 04d0 00000000";

    private final Query query = new Query();

    private Query.Outcome parse(String hex) {
        byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] shifted = new byte[message.length + 5];
        System.arraycopy(message, 0, shifted, 5, message.length);
        return query.parse(shifted, 5, message.length);
    }

    @Test
    void readsAQuestion() {
        assertThat(parse("abcd 0100 0001 0000 0000 0000" + "03575757 00 001c 0001"))
                .isEqualTo(QUESTION);
        assertThat(query.id()).isEqualTo(0xabcd);
        assertThat(query.type()).isEqualTo(RecordType.AAAA);
        assertThat(query.nameLength()).isEqualTo(5);
        assertThat(query.edns().isPresent()).isFalse();
    }

    @Test
    void readsEdns() {
        assertThat(parse(HEADER_EDNS + NAME
                        + "00 0029 1000 00008000 0016 fde90002abcd 000a00080102030405060708 00030000"))
                .isEqualTo(QUESTION);
        assertThat(query.edns().udpSize()).isEqualTo(4096);
        assertThat(query.edns().dnssecOk()).isTrue();
        assertThat(query.edns().nsid()).isTrue();
        assertThat(query.edns().cookieLength()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "'', nothing",
        "00, one octet",
        "0001 0100 0001 0000 0000 00, eleven octets",
        "0001 8100 0001 0000 0000 0000 03777777 00 0001 0001, an answer",
    })
    void dropsWhatDeservesNoAnswer(String hex, String what) {
        assertThat(parse(hex)).as(what).isEqualTo(DROP);
    }

    @ParameterizedTest
    @CsvSource({
        HEADER + ", header only",
        "0001 0100 0000 0000 0000 0000, no question",
        "0001 0100 0002 0000 0000 0000" + NAME + NAME + ", two questions",
        HEADER + "03777777 00 0001 00, class cut short",
        HEADER + "0377, label cut short",
        HEADER + "c00c 0001 0001, pointer to itself",
        HEADER + "41616100 0001 0001, label type 01",
        HEADER + "81616100 0001 0001, label type 10",
        HEADER + NAME + "010203, octets that no count explains",
        HEADER_EDNS + NAME + ", count without a record",
        HEADER_EDNS + NAME + "0377 0029 04d0 00000000 0000, OPT with an owner cut short",
        HEADER_EDNS + NAME + "0178 00 0029 04d0 00000000 0000, OPT with an owner",
        HEADER_EDNS + NAME + OPT + "0006 fde90032 abcd, option longer than the OPT",
        HEADER_EDNS + NAME + OPT + "0003 fde900, option header cut short",
        HEADER_EDNS + NAME + OPT + "00ff, OPT longer than the message",
        HEADER_EDNS + NAME + OPT + "000b 000a0007 01020304050607, cookie of 7 octets",
        HEADER_EDNS + NAME + OPT + "0013 000a000f 010203040506070809101112131415, cookie of 15 octets",
        "0001 0100 0001 0000 0000 0002" + NAME + OPT + "0000" + OPT + "0000, two OPT records",
        "0001 0100 0001 ffff ffff ffff" + NAME + ", counts beyond the octets",
    })
    void refusesMalformedMessages(String hex, String what) {
        assertThat(parse(hex)).as(what).isEqualTo(MALFORMED);
    }

    @Test
    void refusesNamesOver255Octets() {
        String label = "3f" + "61".repeat(63);
        assertThat(parse(HEADER + label.repeat(3) + "3d" + "61".repeat(61) + "00 0001 0001"))
                .isEqualTo(QUESTION);
        assertThat(query.nameLength()).isEqualTo(255);
        assertThat(parse(HEADER + label.repeat(3) + "3e" + "61".repeat(62) + "00 0001 0001"))
                .isEqualTo(MALFORMED);
    }

    @Test
    void skipsRecordsThatAreNotOpt() {
        String soa = "c00c 0006 0001 00000000 0002 0000";
        assertThat(parse("0001 0100 0001 0000 0001 0001" + NAME + soa + OPT + "0000"))
                .isEqualTo(QUESTION);
        assertThat(query.edns().isPresent()).isTrue();
    }

    @Test
    void tellsOtherOperationsAndVersions() {
        assertThat(parse("0001 2800 0001 0000 0000 0000" + NAME)).isEqualTo(OTHER_OPCODE);
        assertThat(parse("0001 7800 0000 0000 0000 0000")).isEqualTo(OTHER_OPCODE);
        assertThat(parse(HEADER_EDNS + NAME + "00 0029 04d0 00010000 0000")).isEqualTo(OTHER_EDNS_VERSION);
    }

    @Test
    void forgetsAMalformedCookieOfAnotherVersion() {
        assertThat(parse(HEADER_EDNS + NAME + "00 0029 04d0 00100000 000b 000a0007 01020304050607"))
                .isEqualTo(OTHER_EDNS_VERSION);
        assertThat(query.edns().cookieLength()).isZero();
    }
}
