// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.RawQuery;
import dev.hanse.discovery.dns.TestView;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Protects what an authority owes to its zone (RFC 1034, 2181, 2308, 2782, 4592, 8020, 8482). There are no wildcards in
 * it, so a name exists or does not, and nothing else is to be tested.
 */
class ZoneRulesTest {

    private static final String DB = "db.shop.svc.clusterset.local";
    private final Asker asker = new Asker();

    @BeforeEach
    void publish() {
        asker.publish(new TestView("east")
                .headless("shop/db", "sql/tcp/5432")
                .endpoints("shop/db", "east", "10.0.0.1,h", "10.0.0.2", "fd00::1,h")
                .endpoints("shop/db", "west", "10.0.0.2", "10.0.0.3")
                .version(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none.svc.clusterset.local",
                "a.b.c." + DB,
                "svc.clusterset.local",
                "*." + DB,
                "*.clusterset.local"
            })
    @DisplayName(
            "a denial carries the SOA of the zone, good for as long as a record, so that a new service is seen soon")
    void deniesForFiveSeconds(String name) {
        Message answer = asker.ask(name, Type.A);
        SOARecord soa = (SOARecord) answer.getSection(Section.AUTHORITY).getFirst();
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(soa.getName().toString()).isEqualTo("clusterset.local.");
        assertThat(soa.getTTL()).isEqualTo(soa.getMinimum()).isEqualTo(5);
        assertThat(soa.getSerial()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "local",
                "xclusterset.local",
                "clusterset.local.org",
                "clusterset.localx",
                "clusterset",
                "svc.clusterset.example"
            })
    @DisplayName("names outside of the zone, its parent and the root are refused: no AA, no SOA, no referral")
    void refusesNamesOutside(String name) {
        for (int type : new int[] {Type.A, Type.NS, Type.SOA, Type.ANY}) {
            byte[] answer = asker.ask(RawQuery.of(name, type, 1).octets(), Transport.UDP);
            assertThat(HexFormat.of().formatHex(answer, 2, 12)).isEqualTo("80050001000000000000");
        }
    }

    @Test
    @DisplayName("each record once, though two clusters have the address, and all with the same TTL")
    void givesEachRecordOnce() {
        Message answer = asker.ask(DB, Type.A);
        assertThat(Asker.lines(answer, Section.ANSWER))
                .isEqualTo(IntStream.rangeClosed(1, 3)
                        .mapToObj(i -> DB + ". 5 A 10.0.0." + i + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    @DisplayName("ANY gets one small record, the same on each transport")
    void answersAnyWithLittle() {
        for (Transport transport : Transport.values()) {
            Message answer = asker.ask(Asker.query(DB, Type.ANY), transport);
            assertThat(answer.getSection(Section.ANSWER)).hasSize(1);
            assertThat(answer.getSection(Section.ANSWER).getFirst().rdataToString())
                    .isEqualTo("\"RFC8482\" \"\"");
        }
        assertThat(asker.ask("svc.clusterset.local", Type.ANY).getSection(Section.ANSWER))
                .isEmpty();
        assertThat(asker.ask("none.clusterset.local", Type.ANY).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    @DisplayName("the target of a service record is a whole name, and has addresses, which ride along")
    void namesTargetsInFull() throws IOException {
        byte[] octets = asker.ask(Asker.query("_sql._tcp." + DB, Type.SRV).toWire(), Transport.STREAM);
        Message answer = new Message(octets);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(4);
        for (Record service : answer.getSection(Section.ANSWER)) {
            String target = ((SRVRecord) service).getTarget().toString(true);
            Message addresses = asker.ask(target, Type.A);
            assertThat(addresses.getSection(Section.ANSWER)).as(target).isNotEmpty();
            assertThat(answer.getSection(Section.ADDITIONAL))
                    .extracting(r -> r.getName().toString(true))
                    .contains(target);
            assertThat(HexFormat.of().formatHex(octets))
                    .contains(HexFormat.of()
                            .formatHex(((SRVRecord) service).getTarget().toWire()));
        }
    }

    @Test
    @DisplayName("addresses of targets that do not fit are left out without TC, a whole set each")
    void leavesOutAddressesOfTargets() {
        String[] endpoints = IntStream.range(0, 7)
                .mapToObj(i -> "10.0.1." + i + ",host-" + i)
                .toArray(String[]::new);
        asker.publish(new TestView("east")
                .headless("shop/db", "sql/tcp/5432")
                .endpoints("shop/db", "east", endpoints)
                .version(8));
        Message answer = asker.ask("_sql._tcp." + DB, Type.SRV);
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(answer.getSection(Section.ANSWER)).hasSize(7);
        assertThat(answer.getSection(Section.ADDITIONAL)).hasSize(2);
        assertThat(answer.numBytes()).isLessThanOrEqualTo(512);
    }

    @Test
    @DisplayName("too much even for a connection: A and AAAA of the same endpoints")
    void cutsBothFamiliesAlike() {
        int count = 3_000;
        String[] endpoints = IntStream.range(0, count)
                .boxed()
                .flatMap(i ->
                        List.of("10.8.%d.%d".formatted(i / 250, i % 250), "fd00::%x:%x".formatted(i / 250, i % 250))
                                .stream())
                .toArray(String[]::new);
        asker.publish(new TestView("east")
                .headless("shop/db", "sql/tcp/5432")
                .endpoints("shop/db", "east", endpoints)
                .version(8));
        Set<String> four = numbers(asker.ask(Asker.query(DB, Type.A), Transport.STREAM));
        Set<String> six = numbers(asker.ask(Asker.query(DB, Type.AAAA), Transport.STREAM));
        assertThat(four).hasSizeBetween(2_300, count - 1).isEqualTo(six);
    }

    private static Set<String> numbers(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(r -> r instanceof ARecord a
                        ? a.getAddress().getAddress()
                        : ((AAAARecord) r).getAddress().getAddress())
                .map(a -> a[a.length == 4 ? 2 : 13] + "." + a[a.length - 1])
                .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("no endpoint of a large service starves: each is in some answer before long")
    void givesEveryEndpointItsTurn() {
        String[] many = IntStream.range(0, 5_000)
                .mapToObj(i -> "10.9.%d.%d".formatted(i / 250, i % 250 + 1))
                .toArray(String[]::new);
        asker.publish(new TestView("east")
                .headless("shop/db", "sql/tcp/5432")
                .endpoints("shop/db", "east", many)
                .version(8));
        Set<String> seen = new HashSet<>();
        for (int turn = 0; turn < 5_000 && seen.size() < many.length; turn++) {
            asker.nanos.addAndGet(10_000_000_000L);
            asker.ask(DB, Type.A).getSection(Section.ANSWER).forEach(r -> seen.add(r.rdataToString()));
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(Arrays.asList(many));
    }
}
