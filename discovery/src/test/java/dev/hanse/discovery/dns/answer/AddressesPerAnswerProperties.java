// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Type;

/** Protects {@code dns.addresses-per-answer}: no answer has more, no endpoint starves, and nothing else in the zone changes. */
class AddressesPerAnswerProperties {

    private static final String WEB = "web.shop.svc.clusterset.local";
    private static final String DB = "db.shop.svc.clusterset.local";

    private static String[] addresses(int count, String form) {
        return IntStream.rangeClosed(1, count).mapToObj(form::formatted).toArray(String[]::new);
    }

    private static TestView view(int count, ServiceTraits traits) {
        return new TestView("east")
                .service("shop/web", ServiceType.CLUSTER_SET_IP, traits, "http/tcp/80")
                .endpoints("shop/web", "east", addresses(count, "10.1.0.%d"))
                .endpoints("shop/web", "west", addresses(count, "fd00::%x"))
                .headless("shop/db", "sql/tcp/1")
                .endpoints("shop/db", "east", addresses(count, "10.2.0.%d"));
    }

    private static List<String> ask(Asker asker, String name, int type) {
        Message query = Asker.query(name, type);
        query.addRecord(new OPTRecord(4_096, 0, 0), 3);
        Message answer = asker.ask(query, Transport.STREAM);
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        return answer.getSection(1).stream().map(r -> r.rdataToString()).toList();
    }

    @Property(tries = 30)
    void givesNoMoreThanThatAndEachInItsTurn(
            @ForAll @IntRange(min = 1, max = 60) int count, @ForAll @IntRange(min = 1, max = 70) int most) {
        Asker asker = Asker.limitedTo(most);
        asker.publish(view(count, TestView.selection("spread")).version(1));
        for (int type : new int[] {Type.A, Type.AAAA}) {
            Map<String, Integer> seen = new HashMap<>();
            for (int i = 0; i < 100 * count; i++) {
                List<String> answer = ask(asker, WEB, type);
                assertThat(answer).hasSize(Math.min(most, count)).doesNotHaveDuplicates();
                answer.forEach(address -> seen.merge(address, 1, Integer::sum));
            }
            int share = 100 * Math.min(most, count);
            assertThat(seen).hasSize(count);
            assertThat(seen.values()).allSatisfy(times -> assertThat(times).isBetween(share / 3, 3 * share));
        }
    }

    @Property(tries = 30)
    void leavesHeadlessNamesWhole(@ForAll @IntRange(min = 2, max = 60) int count) {
        Asker asker = Asker.limitedTo(1);
        asker.publish(view(count, TestView.selection("spread")).version(1));
        assertThat(ask(asker, DB, Type.A)).hasSize(count);
        assertThat(ask(asker, "_sql._tcp." + DB, Type.SRV)).hasSize(count);
        assertThat(ask(asker, "east." + DB, Type.A)).hasSize(count);
        assertThat(ask(asker, "east." + WEB, Type.A)).hasSize(1);
    }

    @Property(tries = 30)
    void keepsTheAddressesOfOneClientUnderSessionAffinity(
            @ForAll @IntRange(min = 4, max = 60) int count, @ForAll @IntRange(min = 1, max = 3) int most) {
        Asker all = new Asker();
        Asker some = Asker.limitedTo(most);
        all.publish(view(count, TestView.clientAffinity()).version(1));
        some.publish(view(count, TestView.clientAffinity()).version(1));
        Set<String> first = new HashSet<>();
        for (int client = 1; client <= 100; client++) {
            all.from("192.0.2." + client);
            some.from("192.0.2." + client);
            List<String> answer = ask(some, WEB, Type.A);
            some.nanos.addAndGet(20_000_000_000L);
            assertThat(ask(some, WEB, Type.A)).isEqualTo(answer);
            assertThat(answer).isEqualTo(ask(all, WEB, Type.A).subList(0, most));
            first.add(answer.getFirst());
        }
        assertThat(first).hasSizeGreaterThan(1);
    }

    @Example
    void fitsWhereAllWouldBeCut() {
        Asker asker = Asker.limitedTo(20);
        asker.publish(view(200, TestView.selection("spread")).version(1));
        Message answer = asker.ask(WEB, Type.A);
        assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(answer.getSection(1)).hasSize(20);
    }

    @Example
    void cutsWhatIsStillTooLong() {
        Asker asker = Asker.limitedTo(100);
        asker.publish(view(200, TestView.selection("spread")).version(1));
        Message answer = asker.ask(WEB, Type.A);
        assertThat(answer.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(answer.getSection(1)).hasSizeBetween(10, 30);
        assertThat(ask(asker, WEB, Type.A)).hasSize(100);
    }

    /** A part of a set in the additional section would be taken for all of it (RFC 2181 section 5). */
    @Example
    void givesNoPartOfASetAlongWithAService() {
        Asker asker = Asker.limitedTo(2);
        asker.publish(view(3, TestView.selection("ordered-only east")).version(1));
        Message limited = asker.ask(Asker.query("_http._tcp." + WEB, Type.SRV), Transport.STREAM);
        assertThat(limited.getSection(1)).hasSize(1);
        assertThat(limited.getSection(3)).isEmpty();
        asker.publish(view(2, TestView.selection("ordered-only east")).version(2));
        assertThat(asker.ask(Asker.query("_http._tcp." + WEB, Type.SRV), Transport.STREAM)
                        .getSection(3))
                .hasSize(2);
    }

    @Example
    void givesOneByWeightAsBefore() {
        Asker asker = Asker.limitedTo(3);
        asker.publish(new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .endpoints("shop/web", "east", "10.1.0.1,,8", "10.1.0.2", "10.1.0.3", "10.1.0.4")
                .version(1));
        assertThat(ask(asker, WEB, Type.A)).hasSize(1);
    }
}
