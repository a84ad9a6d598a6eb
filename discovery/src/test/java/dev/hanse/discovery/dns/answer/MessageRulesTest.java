// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.RawQuery;
import dev.hanse.discovery.dns.TestView;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Protects what every answer owes to every query, octet by octet: header, question, codes (RFC 1035, 8906, 9619). */
class MessageRulesTest {

    private static final String WEB = "web.shop.svc.clusterset.local";
    private static final int HEADER = 12;

    private final Asker asker = new Asker("gw-1", false);

    @BeforeEach
    void publish() {
        asker.publish(new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .endpoints("shop/web", "east", "10.0.0.1", "10.0.0.2")
                .version(7));
    }

    private byte[] ask(RawQuery query) {
        return asker.ask(query.octets(), Transport.UDP);
    }

    private int rcode(RawQuery query) throws IOException {
        return new Message(ask(query)).getRcode();
    }

    private static String hex(byte[] octets, int from, int to) {
        return HexFormat.of().formatHex(octets, from, to);
    }

    @ParameterizedTest
    @CsvSource({"0, 8400", "0100, 8500", "07f0, 8500", "06f0, 8400"})
    @DisplayName("ID and RD are copied, QR and AA set, and what a client must not set is ignored")
    void writesTheHeader(String flags, String expected) {
        byte[] answer = ask(RawQuery.of(WEB, 1, 1).flags(Integer.parseInt(flags, 16)));
        assertThat(hex(answer, 0, HEADER)).isEqualTo("5151" + expected + "0001000200000000");
    }

    @Test
    @DisplayName("the question comes back octet by octet, and every owner points to it")
    void repeatsTheQuestion() {
        RawQuery query = RawQuery.of("WeB.sHOP.svC.clUSTErset.LOCal", 1, 1);
        byte[] answer = ask(query);
        int end = HEADER + query.question().length;
        assertThat(Arrays.copyOfRange(answer, HEADER, end)).isEqualTo(query.question());
        assertThat(hex(answer, end, end + 12)).isEqualTo("c00c00010001000000050004");
        assertThat(hex(answer, end + 16, end + 28)).isEqualTo("c00c00010001000000050004");
        assertThat(answer).hasSize(end + 32);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    @DisplayName("an operation other than QUERY is not implemented: a header, with that operation")
    void knowsOneOperation(int opcode) {
        byte[] answer = ask(RawQuery.of(WEB, 1, 1).flags(opcode << 11));
        assertThat(hex(answer, 0, answer.length))
                .isEqualTo("5151%04x0000000000000000".formatted(0x8000 | opcode << 11 | 4));
    }

    @Test
    @DisplayName("a type that we do not know is one that we have no data of")
    void hasNoDataOfUnknownTypes() throws IOException {
        Set<Integer> special = Set.of(1, 33, 41, 128, 255);
        int[] types = IntStream.range(0, 1 << 16)
                .filter(type -> !special.contains(type) && (type < 249 || type > 254))
                .toArray();
        for (int type : types) {
            byte[] answer = ask(RawQuery.of(WEB, type, 1));
            assertThat(hex(answer, 2, HEADER)).as("type " + type).isEqualTo("84000001000000010000");
        }
        Message https = new Message(ask(RawQuery.of(WEB, 65, 1)));
        assertThat(Asker.lines(https, Section.AUTHORITY)).startsWith("clusterset.local. 5 SOA ");
    }

    @ParameterizedTest
    @CsvSource({"41, 1", "128, 1", "249, 4", "250, 4", "251, 5", "252, 5", "253, 4", "254, 4"})
    @DisplayName("a type that no record can have is an error")
    void refusesMetaTypes(int type, int rcode) throws IOException {
        assertThat(rcode(RawQuery.of(WEB, type, 1))).isEqualTo(rcode);
        assertThat(rcode(RawQuery.of("clusterset.local", type, 1))).isEqualTo(rcode);
    }

    @Test
    @DisplayName("transfers are refused on connections too")
    void refusesTransfers() throws IOException {
        for (int type : new int[] {251, 252}) {
            Message answer = new Message(
                    asker.ask(RawQuery.of("clusterset.local", type, 1).octets(), Transport.STREAM));
            assertThat(answer.getRcode()).isEqualTo(Rcode.REFUSED);
            assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"id.server, 16", "HOSTNAME.bind, 16", "id.server, 255"})
    @DisplayName("the identity is told in class CHAOS")
    void tellsItsIdentity(String name, int type) throws IOException {
        Message answer = new Message(ask(RawQuery.of(name, type, 3)));
        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER).getFirst().rdataToString()).isEqualTo("gw-1");
        assertThat(new Message(new Asker("", false)
                                .ask(RawQuery.of(name, type, 3).octets(), Transport.UDP))
                        .getRcode())
                .isEqualTo(Rcode.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "version.bind, 16, 3",
        "version.server, 16, 3",
        "id.server, 1, 3",
        "id.server, 16, 1",
        WEB + ", 1, 3",
        WEB + ", 1, 4",
        WEB + ", 1, 254",
        WEB + ", 1, 255",
        WEB + ", 1, 0"
    })
    @DisplayName("other classes, and names outside of the zone, are refused: no AA, no record")
    void refusesOtherClasses(String name, int type, int questionClass) {
        byte[] answer = ask(RawQuery.of(name, type, questionClass));
        assertThat(hex(answer, 2, HEADER)).isEqualTo("80050001000000000000");
    }

    @Test
    @DisplayName("a message of twelve octets or more that is no answer is never met with silence")
    void answersWhateverHasAHeader() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] octets = new byte[12 + random.nextInt(60)];
            random.nextBytes(octets);
            octets[2] &= 0x7f;
            assertThat(asker.ask(octets, Transport.UDP)).hasSizeGreaterThanOrEqualTo(HEADER);
        }
    }
}
