// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Type;

/** Protects others from us, and clients that are really there from the limit. */
class RateLimitTest {

    private static final String WEB = "web.shop.svc.clusterset.local";
    private final Asker asker = new Asker("", false, 10);

    @BeforeEach
    void publish() {
        asker.publish(new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .endpoints("shop/web", "east", "10.0.0.1")
                .version(1));
    }

    private long answered(int queries, String client) {
        asker.from(client);
        byte[] query = Asker.query(WEB, Type.A).toWire();
        return IntStream.range(0, queries)
                .filter(i -> {
                    byte[] answer = asker.ask(query, Transport.UDP);
                    return answer.length > 0 && (answer[2] & 2) == 0;
                })
                .count();
    }

    @Test
    void limitsANetworkForASecond() {
        assertThat(answered(30, "192.0.2.1")).isEqualTo(10);
        assertThat(answered(30, "192.0.2.200")).isZero();
        assertThat(answered(30, "192.0.3.1")).isEqualTo(10);
        assertThat(answered(30, "2001:db8:0:100::1")).isEqualTo(10);
        assertThat(answered(30, "2001:db8:0:1ff::1")).isZero();
        assertThat(asker.counters().limitedQueries()).isEqualTo(20 + 30 + 20 + 20 + 30);
        asker.nanos.addAndGet(1_000_000_000);
        assertThat(answered(30, "192.0.2.1")).isEqualTo(10);
    }

    @Test
    void sendsEverySecondClientToTcp() {
        answered(10, "192.0.2.1");
        Message sent = asker.ask(Asker.query(WEB, Type.A), Transport.UDP);
        assertThat(sent.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(sent.getSection(1)).isEmpty();
        assertThat(asker.ask(Asker.query(WEB, Type.A).toWire(), Transport.UDP)).isEmpty();
        assertThat(asker.ask(Asker.query(WEB, Type.A), Transport.STREAM).getSection(1))
                .hasSize(1);
    }

    @Test
    void exemptsClientsWithOurCookie() {
        Message first = asker.ask(withCookie(new byte[8]), Transport.UDP);
        EDNSOption given = first.getOPT().getOptions(EDNSOption.Code.COOKIE).getFirst();
        answered(30, "192.0.2.1");
        assertThat(asker.ask(withCookie(content(given)), Transport.UDP).getSection(1))
                .hasSize(1);
        asker.from("192.0.2.2");
        assertThat(answered(1, "192.0.2.2")).isZero();
    }

    private static byte[] content(EDNSOption option) {
        byte[] whole = option.toWire();
        return Arrays.copyOfRange(whole, 4, whole.length);
    }

    private static Message withCookie(byte[] cookie) {
        Message query = Asker.query(WEB, Type.A);
        query.addRecord(
                new OPTRecord(1232, 0, 0, 0, List.of(new GenericEDNSOption(EDNSOption.Code.COOKIE, cookie))), 3);
        return query;
    }
}
