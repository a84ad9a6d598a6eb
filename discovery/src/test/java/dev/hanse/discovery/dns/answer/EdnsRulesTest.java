// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.RawQuery;
import dev.hanse.discovery.dns.TestView;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Protects what EDNS demands (RFC 6891, 7828, 7871, 7873, 8914, 5001, 9715). */
class EdnsRulesTest {

    private static final String WEB = "web.shop.svc.clusterset.local";
    private static final String MANY = "many.shop.svc.clusterset.local";
    private static final int KEEPALIVE = 11;

    private final Asker asker = new Asker("gw-1", false);

    @BeforeEach
    void publish() {
        String[] many = IntStream.range(0, 200).mapToObj(i -> "10.0.1." + i).toArray(String[]::new);
        asker.publish(new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .endpoints("shop/web", "east", "10.0.0.1")
                .headless("shop/many", "http/tcp/80")
                .endpoints("shop/many", "east", many)
                .version(7));
    }

    private Message ask(RawQuery query, Transport transport) throws IOException {
        return new Message(asker.ask(query.octets(), transport));
    }

    private Message ask(RawQuery query) throws IOException {
        return ask(query, Transport.UDP);
    }

    private static byte[] content(Message answer, int code) {
        OPTRecord opt = answer.getOPT();
        byte[] whole = opt.getOptions(code).getFirst().toWire();
        return Arrays.copyOfRange(whole, 4, whole.length);
    }

    @ParameterizedTest
    @CsvSource({
        WEB + ", 1, 1, 0, NOERROR",
        WEB + ", 28, 1, 0, NOERROR",
        "none.clusterset.local, 1, 1, 0, NXDOMAIN",
        "example.org, 1, 1, 0, REFUSED",
        WEB + ", 1, 4, 0, REFUSED",
        WEB + ", 252, 1, 0, REFUSED",
        WEB + ", 250, 1, 0, NOTIMP",
        WEB + ", 41, 1, 0, FORMERR",
        WEB + ", 1, 1, 2400, NOTIMP",
        "id.server, 16, 3, 0, NOERROR",
        MANY + ", 1, 1, 0, NOERROR"
    })
    @DisplayName("one OPT record where the query has one, and none where it has none, whatever the answer")
    void bringsAsManyOptRecordsAsTheQuery(String name, int type, int questionClass, String flags, String rcode)
            throws IOException {
        int header = Integer.parseInt(flags, 16);
        Message without = ask(RawQuery.of(name, type, questionClass).flags(header));
        assertThat(AnswerRules.opts(without)).isZero();
        Message with = ask(RawQuery.of(name, type, questionClass).flags(header).opt(512, 0, 0));
        assertThat(AnswerRules.opts(with)).isEqualTo(1);
        assertThat(with.getOPT().getPayloadSize()).isEqualTo(1232);
        assertThat(with.getOPT().getVersion()).isZero();
        assertThat(Rcode.string(with.getRcode())).isEqualTo(rcode);
        assertThat(Rcode.string(without.getRcode())).isEqualTo(rcode);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255})
    @DisplayName("another version of EDNS: BADVERS, version 0 of ours, no record")
    void refusesOtherVersions(int version) throws IOException {
        Message answer = ask(RawQuery.of(WEB, 1, 1).opt(1232, version, 0));
        assertThat(answer.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(answer.getOPT().getVersion()).isZero();
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
    }

    @Test
    @DisplayName("DO is copied; unknown flags, unknown options and the client's subnet are neither obeyed nor repeated")
    void ignoresWhatItDoesNotKnow() throws IOException {
        byte[] subnet = RawQuery.option(8, (byte) 0, (byte) 1, (byte) 24, (byte) 0, (byte) 192, (byte) 0, (byte) 2);
        byte[] unknown = RawQuery.option(65_001, (byte) 1, (byte) 2);
        byte[] emptyUnknown = RawQuery.option(0);
        Message answer = ask(RawQuery.of(WEB, 1, 1).opt(1232, 0, 0xffff, subnet, unknown, emptyUnknown));
        assertThat(answer.getOPT().getFlags()).isEqualTo(0x8000);
        assertThat(answer.getOPT().getOptions()).isEmpty();
        assertThat(ask(RawQuery.of(WEB, 1, 1).opt(1232, 0, 0x7fff)).getOPT().getFlags())
                .isZero();
        assertThat(Asker.lines(answer, Section.ANSWER)).isEqualTo(WEB + ". 5 A 10.0.0.1\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 512",
        "1, 512",
        "511, 512",
        "512, 512",
        "513, 513",
        "1231, 1231",
        "1232, 1232",
        "1233, 1232",
        "65535, 1232"
    })
    @DisplayName(
            "an answer is as long as the client allows, never below 512 nor above 1232 octets; cut it keeps OPT and options")
    void keepsToTheSizeOfTheClient(int size, int limit) throws IOException {
        byte[] cookie = RawQuery.option(10, new byte[8]);
        Message answer = ask(RawQuery.of(MANY, 1, 1).opt(size, 0, 0, cookie, RawQuery.option(3)));
        assertThat(answer.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(answer.numBytes()).isBetween(limit - 15, limit);
        assertThat(answer.getOPT().getOptions()).hasSize(2);
        assertThat(answer.getSection(Section.AUTHORITY)).isEmpty();
        Message whole = ask(RawQuery.of(MANY, 1, 1).opt(size, 0, 0), Transport.STREAM);
        assertThat(whole.getSection(Section.ANSWER)).hasSize(200);
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
    }

    @Test
    @DisplayName("without EDNS 512 octets are the limit, and TC says that there is more")
    void keepsTo512OctetsWithoutEdns() throws IOException {
        Message answer = ask(RawQuery.of(MANY, 1, 1));
        assertThat(answer.numBytes()).isBetween(512 - 15, 512);
        assertThat(answer.getHeader().getFlag(Flags.TC)).isTrue();
    }

    @Test
    @DisplayName("the idle time is told on connections only")
    void tellsTheIdleTimeOnConnections() throws IOException {
        RawQuery query = RawQuery.of(WEB, 1, 1).opt(1232, 0, 0, RawQuery.option(KEEPALIVE));
        assertThat(ask(query).getOPT().getOptions()).isEmpty();
        assertThat(content(ask(query, Transport.STREAM), KEEPALIVE)).containsExactly(0, 100);
        assertThat(content(ask(query, Transport.TLS), KEEPALIVE)).containsExactly(0, 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 17, 24, 39, 40})
    @DisplayName("a cookie of any legal length gets the client's 8 octets and our 16, never the 8 alone")
    void completesCookies(int length) throws IOException {
        byte[] cookie = new byte[length];
        Arrays.fill(cookie, (byte) 7);
        byte[] given = content(
                ask(RawQuery.of(WEB, 1, 1).opt(1232, 0, 0, RawQuery.option(10, cookie))), EDNSOption.Code.COOKIE);
        assertThat(given).hasSize(24).startsWith(7, 7, 7, 7, 7, 7, 7, 7, 1, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 9, 15, 41, 100})
    @DisplayName("a cookie of an illegal length is a malformed message")
    void refusesCookiesOfIllegalLength(int length) throws IOException {
        Message answer = ask(RawQuery.of(WEB, 1, 1).opt(1232, 0, 0, RawQuery.option(10, new byte[length])));
        assertThat(answer.getRcode()).isEqualTo(Rcode.FORMERR);
        assertThat(answer.getOPT()).isNull();
    }

    @Test
    @DisplayName("NSID tells the same as id.server, and only when asked and known")
    void tellsItsIdentity() throws IOException {
        RawQuery query = RawQuery.of(WEB, 1, 1).opt(1232, 0, 0, RawQuery.option(EDNSOption.Code.NSID));
        assertThat(content(ask(query), EDNSOption.Code.NSID)).asString().isEqualTo("gw-1");
        assertThat(ask(RawQuery.of(WEB, 1, 1).opt(1232, 0, 0)).getOPT().getOptions())
                .isEmpty();
        Asker nameless = new Asker();
        assertThat(new Message(nameless.ask(query.octets(), Transport.UDP))
                        .getOPT()
                        .getOptions(EDNSOption.Code.NSID))
                .isEmpty();
    }

    @Test
    @DisplayName("extended errors say why: not our zone, not ready, not a type to ask for")
    void saysWhy() throws IOException {
        assertThat(content(ask(RawQuery.of("example.org", 1, 1).opt(1232, 0, 0)), 15))
                .containsExactly(0, 20);
        assertThat(content(ask(RawQuery.of(WEB, 41, 1).opt(1232, 0, 0)), 15)).containsExactly(0, 30);
        Message early = new Message(
                new Asker().ask(RawQuery.of(WEB, 1, 1).opt(1232, 0, 0).octets(), Transport.UDP));
        assertThat(early.getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(content(early, 15)).containsExactly(0, 14);
    }
}
