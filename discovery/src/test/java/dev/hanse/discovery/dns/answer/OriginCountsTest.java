// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static dev.hanse.discovery.dns.TestView.selection;
import static dev.hanse.discovery.model.ServiceType.CLUSTER_SET_IP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Protects the statistics by service and cluster: each answer counts once, for the cluster whose endpoint came first. */
class OriginCountsTest {

    private static final String WEB = "web.shop.svc.clusterset.local";
    private static final String DB = "db.shop.svc.clusterset.local";
    private final Asker asker = new Asker("", true);

    private static TestView web(String rule) {
        return new TestView("east")
                .service("shop/web", CLUSTER_SET_IP, selection(rule), "http/tcp/80")
                .endpoints("shop/web", "east", "10.1.0.1", "10.1.0.2", "fd00:1::1")
                .endpoints("shop/web", "west", "10.2.0.1");
    }

    private static TestView db() {
        return new TestView("east")
                .headless("shop/db", "sql/tcp/5432")
                .endpoints("shop/db", "east", "10.1.0.3,db-0")
                .endpoints("shop/db", "west", "10.2.0.3,db-0", "10.2.0.4,db-1");
    }

    private String first(String name, int type) {
        Message answer = asker.ask(name, type);
        return answer.getSection(Section.ANSWER).getFirst().rdataToString();
    }

    @Test
    void countsForTheOneClusterThatAnswers() {
        asker.publish(web("local-first").version(1));
        first(WEB, Type.A);
        first(WEB, Type.AAAA);
        first("_http._tcp." + WEB, Type.SRV);
        assertThat(asker.answersByOrigin()).containsExactly(entry("shop/web east", 3L));
        asker.publish(web("local-first").version(2), "east");
        first(WEB, Type.A);
        assertThat(asker.answersByOrigin()).containsOnly(entry("shop/web east", 3L), entry("shop/web west", 1L));
    }

    @Test
    void countsForTheClusterWhoseEndpointComesFirst() {
        asker.publish(web("spread").version(1));
        Map<String, Long> seen = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            String cluster = first(WEB, Type.A).startsWith("10.1.") ? "east" : "west";
            seen.merge("shop/web " + cluster, 1L, Long::sum);
        }
        assertThat(seen).hasSize(2);
        assertThat(asker.answersByOrigin()).isEqualTo(seen);
        first(WEB, Type.AAAA);
        assertThat(asker.answersByOrigin().get("shop/web east")).isEqualTo(seen.getOrDefault("shop/web east", 0L) + 1);
    }

    @Test
    void countsForTheClusterThatTheWeightsChose() {
        asker.publish(web("spread").endpoints("shop/web", "east", "10.1.0.1,,3").version(1));
        Map<String, Long> seen = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            seen.merge(first(WEB, Type.A).equals("10.1.0.1") ? "shop/web east" : "shop/web west", 1L, Long::sum);
        }
        assertThat(asker.answersByOrigin()).isEqualTo(seen).hasSize(2);
    }

    @Test
    void countsPortsOfSeveralClustersForNone() {
        asker.publish(web("spread").version(1));
        first(WEB, Type.SRV);
        assertThat(asker.answersByOrigin()).containsExactly(entry("shop/web -", 1L));
    }

    @Test
    void countsEndpointsOfHeadlessServices() {
        asker.publish(db().version(1));
        first("db-1.west." + DB, Type.A);
        first("west." + DB, Type.A);
        first("db-0.east." + DB, Type.A);
        assertThat(asker.answersByOrigin()).containsOnly(entry("shop/db west", 2L), entry("shop/db east", 1L));
        long west = 2;
        for (int i = 0; i < 100; i++) {
            west += first(DB, Type.A).startsWith("10.2.") ? 1 : 0;
            west += first("_sql._tcp." + DB, Type.SRV).contains(".west.") ? 1 : 0;
        }
        assertThat(asker.answersByOrigin().get("shop/db west")).isEqualTo(west);
    }

    @Test
    void countsAnswersThatWereCut() {
        String[] many = IntStream.range(0, 100).mapToObj(i -> "10.9.0." + i).toArray(String[]::new);
        asker.publish(web("spread").endpoints("shop/web", "west", many).version(1));
        String cluster = first(WEB, Type.A).startsWith("10.9.") ? "west" : "east";
        assertThat(asker.counters().truncatedAnswers()).isOne();
        assertThat(asker.answersByOrigin()).containsExactly(entry("shop/web " + cluster, 1L));
    }

    @Test
    void countsNoAnswersWithoutRecords() {
        asker.publish(web("ordered-only north").version(1));
        asker.ask(WEB, Type.A);
        asker.ask(WEB, Type.TXT);
        asker.ask("nobody.shop.svc.clusterset.local", Type.A);
        asker.ask("clusterset.local", Type.NS);
        assertThat(asker.answersByOrigin()).isEmpty();
    }

    @Test
    void goesOnWhenAServiceComesBack() {
        asker.publish(web("local-first").version(1));
        first(WEB, Type.A);
        asker.publish(new TestView("east").version(2));
        asker.publish(web("local-first").version(3));
        first(WEB, Type.A);
        assertThat(asker.answersByOrigin()).containsExactly(entry("shop/web east", 2L));
    }
}
