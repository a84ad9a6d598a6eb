// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static dev.hanse.discovery.dns.TestView.selection;
import static dev.hanse.discovery.model.ServiceType.CLUSTER_SET_IP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import dev.hanse.discovery.model.Selection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Protects the choice of endpoints: near ones first, none that cannot be reached, by weight, never a starved one. */
class SelectionOfBackendsTest {

    private static final String WEB = "web.shop.svc.clusterset.local";
    private final Asker asker = new Asker();

    private static TestView web(String rule) {
        return new TestView("east")
                .service("shop/web", CLUSTER_SET_IP, selection(rule), "http/tcp/80")
                .endpoints("shop/web", "east", "10.1.0.1")
                .endpoints("shop/web", "west", "10.2.0.1")
                .endpoints("shop/web", "north", "10.3.0.1");
    }

    private List<String> addresses() {
        return asker.ask(WEB, Type.A).getSection(1).stream()
                .map(r -> r.rdataToString())
                .toList();
    }

    private Set<String> set() {
        return Set.copyOf(addresses());
    }

    @Test
    void prefersTheLocalClusterAndFallsBackToAllOthers() {
        TestView view = web("local-first");
        asker.publish(view.version(1));
        assertThat(set()).containsExactly("10.1.0.1");
        asker.publish(view.endpoints("shop/web", "east", "10.1.0.1,,1,down").version(2));
        assertThat(set()).containsExactlyInAnyOrder("10.2.0.1", "10.3.0.1");
    }

    @Test
    void spreadsOverAllClusters() {
        asker.publish(web("spread").version(1));
        assertThat(set()).containsExactlyInAnyOrder("10.1.0.1", "10.2.0.1", "10.3.0.1");
    }

    @Test
    void followsTheOrderOfClusters() {
        asker.publish(web("ordered north, west").version(1));
        assertThat(set()).containsExactly("10.3.0.1");
        asker.publish(web("ordered north, west").version(1), "north");
        assertThat(set()).containsExactly("10.2.0.1");
        asker.publish(web("ordered north, west").version(1), "north", "west");
        assertThat(set()).containsExactly("10.1.0.1");
    }

    @Test
    void hasNoDataWhenTheOrderEndsWithoutFallback() {
        asker.publish(web("ordered-only north").version(1), "north");
        assertThat(asker.ask(WEB, Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(addresses()).isEmpty();
        assertThat(asker.text("_http._tcp." + WEB, "SRV")).startsWith("NOERROR\nclusterset.local.");
    }

    @Test
    void changesRulesWhileRunning() {
        asker.publish(web("spread").version(1));
        asker.publish(web("ordered west").version(2));
        assertThat(set()).containsExactly("10.2.0.1");
    }

    @Test
    void usesLocalFirstWhenTheRuleIsUnreadable() {
        asker.publish(web("nearest").version(1));
        assertThat(set()).containsExactly("10.1.0.1");
    }

    @Test
    void leavesUnreachableClustersOut() {
        asker.publish(web("spread").version(1), "west");
        assertThat(set()).containsExactlyInAnyOrder("10.1.0.1", "10.3.0.1");
        asker.publish(web("spread").version(1));
        assertThat(set()).hasSize(3);
    }

    @Test
    void keepsTheLastKnownSetWhenEveryClusterIsUnreachable() {
        TestView view = new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .endpoints("shop/web", "west", "10.2.0.1")
                .headless("shop/db")
                .endpoints("shop/db", "west", "10.2.0.2,db-0");
        assertThat(asker.publish(view.version(1), "west").panicServices()).isEqualTo(2);
        assertThat(set()).containsExactly("10.2.0.1");
        assertThat(asker.text("db.shop.svc.clusterset.local", "A")).contains("10.2.0.2");
        assertThat(asker.counters().panicAnswers()).isEqualTo(2);
        assertThat(asker.publish(view.version(1)).panicServices()).isZero();
    }

    @Test
    void withdrawsEndpointsThatAreNotReadyEvenIfNoneIsLeft() {
        asker.publish(new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .endpoints("shop/web", "west", "10.2.0.1,,1,down")
                .version(1));
        assertThat(asker.ask(WEB, Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(addresses()).isEmpty();
    }

    @Test
    void drainsEndpointsOfWeightZeroWhileOthersAreLeft() {
        TestView view = web("local-first").endpoints("shop/web", "east", "10.1.0.1,,0");
        asker.publish(view.version(1));
        assertThat(set()).containsExactlyInAnyOrder("10.2.0.1", "10.3.0.1");
        view.endpoints("shop/web", "west", "10.2.0.1,,0").endpoints("shop/web", "north", "10.3.0.1,,0");
        asker.publish(view.version(2));
        assertThat(set()).containsExactly("10.1.0.1");
    }

    @Test
    void givesOneAddressByWeightWhenWeightsDiffer() {
        asker.publish(web("spread").endpoints("shop/web", "east", "10.1.0.1,,8").version(1));
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            List<String> one = addresses();
            assertThat(one).hasSize(1);
            seen.merge(one.getFirst(), 1, Integer::sum);
        }
        assertThat(seen.get("10.1.0.1")).isBetween(7_800, 8_200);
        assertThat(seen.get("10.2.0.1")).isBetween(850, 1_150);
    }

    @Test
    void turnsTheOrderFromAnswerToAnswer() {
        asker.publish(web("spread").version(1));
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            first.add(addresses().getFirst());
        }
        assertThat(first).hasSize(3);
    }

    @Test
    void keepsTheOrderForOneClientUnderSessionAffinity() {
        asker.publish(new TestView("east")
                .service("shop/web", CLUSTER_SET_IP, TestView.clientAffinity(), "http/tcp/80")
                .endpoints("shop/web", "east", "10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.4")
                .version(1));
        Set<String> all = new HashSet<>();
        for (int client = 1; client <= 50; client++) {
            asker.from("192.0.2." + client);
            List<String> once = addresses();
            assertThat(IntStream.range(0, 10).mapToObj(i -> addresses())).allMatch(once::equals);
            all.add(once.getFirst());
        }
        assertThat(all).hasSize(4);
    }

    private TestView affine(String... addresses) {
        return new TestView("east")
                .service("shop/web", CLUSTER_SET_IP, TestView.clientAffinity(), "http/tcp/80")
                .endpoints("shop/web", "east", addresses);
    }

    private Map<Integer, String> firstByClient(int type) {
        Map<Integer, String> first = new HashMap<>();
        for (int client = 1; client <= 200; client++) {
            asker.from("192.0.2." + client);
            first.put(client, asker.ask(WEB, type).getSection(1).getFirst().rdataToString());
        }
        return first;
    }

    @Test
    void movesNoOtherClientsWhenAnEndpointComesOrGoes() {
        asker.publish(affine("10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.4").version(1));
        Map<Integer, String> four = firstByClient(Type.A);
        asker.publish(affine("10.1.0.1", "10.1.0.9", "10.1.0.2", "10.1.0.3", "10.1.0.4")
                .version(2));
        Map<Integer, String> five = firstByClient(Type.A);
        assertThat(five).allSatisfy((client, first) -> assertThat(first).isIn("10.1.0.9", four.get(client)));
        assertThat(five.values()).filteredOn("10.1.0.9"::equals).hasSizeBetween(20, 60);
        asker.publish(affine("10.1.0.1", "10.1.0.9", "10.1.0.3", "10.1.0.4").version(3));
        assertThat(firstByClient(Type.A))
                .allSatisfy((client, first) -> assertThat(first)
                        .matches(now -> now.equals(five.get(client)) || "10.1.0.2".equals(five.get(client))));
    }

    @Test
    void spreadsClientsOverAddressesThatDifferInTheirUpperHalfOnly() {
        asker.publish(affine("fd00:1::1", "fd00:2::1").version(1));
        assertThat(firstByClient(Type.AAAA).values())
                .filteredOn("fd00:1:0:0:0:0:0:1"::equals)
                .hasSizeBetween(70, 130);
    }

    @Test
    void keepsTheSubsetOfOneClientUnderSessionAffinity() {
        String[] many = IntStream.range(1, 200).mapToObj(i -> "10.9.0." + i).toArray(String[]::new);
        asker.publish(affine(many).version(1));
        Message first = asker.ask(WEB, Type.A);
        assertThat(first.getHeader().getFlag(Flags.TC)).isTrue();
        asker.nanos.addAndGet(100_000_000_000L);
        assertThat(asker.ask(WEB, Type.A).getSection(1)).isEqualTo(first.getSection(1));
    }

    @Test
    void namesAnUnreadableRuleWithoutItsControlCharacters() {
        assertThatThrownBy(() -> Selection.parse("near\nest " + "x".repeat(100)))
                .hasMessageContaining("\"near\\u000aest x")
                .hasMessageContaining("…\" (expected: local-first")
                .hasMessageNotContaining("\n");
    }

    @Test
    void limitsTheClustersOfAnOrder() {
        String clusters = IntStream.range(0, 65).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        assertThatThrownBy(() -> Selection.parse("ordered " + clusters)).hasMessageContaining("65 clusters");
        assertThat(Selection.parse("ordered-only a, b.c").text()).isEqualTo("ordered-only a,b.c");
    }

    @Test
    void cutsLargeAnswersToAStableSubsetThatMovesOn() {
        String[] many = IntStream.range(0, 5_000)
                .mapToObj(i -> "10.9.%d.%d".formatted(i / 250, i % 250 + 1))
                .toArray(String[]::new);
        asker.publish(new TestView("east")
                .headless("shop/web", "http/tcp/80")
                .endpoints("shop/web", "east", many)
                .version(1));
        Message first = large();
        assertThat(first.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(first.getSection(1)).hasSizeGreaterThan(60);
        assertThat(first.numBytes()).isLessThanOrEqualTo(1232);
        assertThat(large().getSection(1)).isEqualTo(first.getSection(1));
        asker.nanos.addAndGet(10_000_000_000L);
        assertThat(large().getSection(1)).isNotEqualTo(first.getSection(1));
        Message whole = asker.ask(Asker.query(WEB, Type.A), Transport.STREAM);
        assertThat(whole.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(whole.getSection(1)).hasSizeGreaterThan(4_000);
        assertThat(asker.ask(Asker.query("_http._tcp." + WEB, Type.SRV), Transport.STREAM)
                        .numBytes())
                .isBetween(60_000, 65_535);
    }

    private Message large() {
        Message query = Asker.query(WEB, Type.A);
        query.addRecord(new OPTRecord(4_096, 0, 0), 3);
        return asker.ask(query, Transport.UDP);
    }
}
