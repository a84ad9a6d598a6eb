// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.Asker;
import dev.hanse.discovery.dns.TestView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Protects the names and records of KEP-1645's DNS specification 1.0.0, and what must not exist. */
class MultiClusterDnsTest {

    private static final String SOA =
            "clusterset.local. 5 SOA" + " ns.dns.clusterset.local. hostmaster.clusterset.local. 7 7200 1800 86400 5\n";
    private static final String NODATA = "NOERROR\n" + SOA;
    private static final String NXDOMAIN = "NXDOMAIN\n" + SOA;

    private final Asker asker = new Asker();

    @BeforeEach
    void publish() {
        asker.publish(new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/42", "dns/udp/42", "/tcp/43")
                .endpoints("shop/web", "east", "10.1.0.1", "fd00:1::1")
                .headless("shop/db", "sql/tcp/5432", "/tcp/9000")
                .endpoints("shop/db", "east", "10.1.0.2,db-0", "fd00:1::2,db-0", "10.1.0.9,db-1,1,down")
                .endpoints("shop/db", "west.prod", "10.2.0.3")
                .headless("shop/empty", "sql/tcp/5432")
                .endpoints("shop/empty", "east", "10.1.0.4,,1,down")
                .version(7));
    }

    @Test
    void answersSchemaVersion() {
        assertThat(asker.text("dns-version.clusterset.local", "TXT"))
                .isEqualTo("NOERROR\ndns-version.clusterset.local. 28800 TXT 1.0.0\n");
    }

    @Test
    void answersClusterSetIpAddressesOfBothFamilies() {
        assertThat(asker.text("web.shop.svc.clusterset.local", "A"))
                .isEqualTo("NOERROR\nweb.shop.svc.clusterset.local. 5 A 10.1.0.1\n");
        assertThat(asker.text("web.shop.svc.clusterset.local", "AAAA"))
                .isEqualTo("NOERROR\nweb.shop.svc.clusterset.local. 5 AAAA fd00:1:0:0:0:0:0:1\n");
    }

    @Test
    void answersServiceRecordOfNamedPort() {
        assertThat(asker.text("_http._tcp.web.shop.svc.clusterset.local", "SRV"))
                .isEqualTo(
                        "NOERROR\n_http._tcp.web.shop.svc.clusterset.local. 5 SRV 0 100 42 web.shop.svc.clusterset.local.\n");
    }

    @Test
    void answersBareServiceRecordOncePerTargetAndPort() {
        assertThat(asker.text("web.shop.svc.clusterset.local", "SRV"))
                .isEqualTo("NOERROR\nweb.shop.svc.clusterset.local. 5 SRV 0 33 42 web.shop.svc.clusterset.local.\n"
                        + "web.shop.svc.clusterset.local. 5 SRV 0 33 43 web.shop.svc.clusterset.local.\n");
    }

    @Test
    void answersHeadlessUnionOfReadyEndpoints() {
        assertThat(asker.text("db.shop.svc.clusterset.local", "A"))
                .isEqualTo(
                        "NOERROR\ndb.shop.svc.clusterset.local. 5 A 10.1.0.2\ndb.shop.svc.clusterset.local. 5 A 10.2.0.3\n");
        assertThat(asker.text("db.shop.svc.clusterset.local", "AAAA"))
                .isEqualTo("NOERROR\ndb.shop.svc.clusterset.local. 5 AAAA fd00:1:0:0:0:0:0:2\n");
    }

    @Test
    void answersEndpointByHostnameAndCluster() {
        assertThat(asker.text("db-0.east.db.shop.svc.clusterset.local", "A"))
                .isEqualTo("NOERROR\ndb-0.east.db.shop.svc.clusterset.local. 5 A 10.1.0.2\n");
        assertThat(asker.text("db-0.east.db.shop.svc.clusterset.local", "AAAA"))
                .isEqualTo("NOERROR\ndb-0.east.db.shop.svc.clusterset.local. 5 AAAA fd00:1:0:0:0:0:0:2\n");
    }

    @Test
    void answersEndpointByDashedAddressInClusterOfTwoLabels() {
        assertThat(asker.text("10-2-0-3.west.prod.db.shop.svc.clusterset.local", "A"))
                .isEqualTo("NOERROR\n10-2-0-3.west.prod.db.shop.svc.clusterset.local. 5 A 10.2.0.3\n");
    }

    @Test
    void answersHeadlessServiceRecordPerEndpoint() {
        assertThat(asker.text("_sql._tcp.db.shop.svc.clusterset.local", "SRV")).isEqualTo("""
                        NOERROR
                        _sql._tcp.db.shop.svc.clusterset.local. 5 SRV 0 33 5432 10-2-0-3.west.prod.db.shop.svc.clusterset.local.
                        _sql._tcp.db.shop.svc.clusterset.local. 5 SRV 0 33 5432 db-0.east.db.shop.svc.clusterset.local.
                        """);
    }

    @Test
    void givesAddressesOfTargetsAlong() {
        var answer = asker.ask(Asker.query("_sql._tcp.db.shop.svc.clusterset.local", Type.SRV), Transport.STREAM);
        assertThat(Asker.lines(answer, 3)).isEqualTo("""
                10-2-0-3.west.prod.db.shop.svc.clusterset.local. 5 A 10.2.0.3
                db-0.east.db.shop.svc.clusterset.local. 5 A 10.1.0.2
                db-0.east.db.shop.svc.clusterset.local. 5 AAAA fd00:1:0:0:0:0:0:2
                """);
    }

    @Test
    void answersApex() {
        assertThat(asker.text("clusterset.local", "SOA")).isEqualTo("NOERROR\n" + SOA);
        assertThat(asker.text("clusterset.local", "NS"))
                .isEqualTo("NOERROR\nclusterset.local. 5 NS ns.dns.clusterset.local.\n");
        assertThat(asker.text("ns.dns.clusterset.local", "A"))
                .isEqualTo("NOERROR\nns.dns.clusterset.local. 5 A 192.0.2.53\n");
        assertThat(Asker.lines(asker.ask("clusterset.local", Type.NS), 3))
                .isEqualTo("ns.dns.clusterset.local. 5 A 192.0.2.53\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "east.web.shop.svc.clusterset.local",
                "10-1-0-1.east.web.shop.svc.clusterset.local",
                "db-0.db.shop.svc.clusterset.local",
                "db-1.east.db.shop.svc.clusterset.local",
                "10-1-0-2.east.db.shop.svc.clusterset.local",
                "empty.shop.svc.clusterset.local",
                "_sql._tcp.empty.shop.svc.clusterset.local",
                "nobody.shop.svc.clusterset.local",
                "web.nowhere.svc.clusterset.local",
                "nowhere.svc.clusterset.local",
                "_http._udp.web.shop.svc.clusterset.local",
                "web.shop.clusterset.local",
                "*.shop.svc.clusterset.local",
                "a.b.web.shop.svc.clusterset.local"
            })
    void deniesNamesThatMustNotExist(String name) {
        assertThat(asker.text(name, "A")).isEqualTo(NXDOMAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "svc.clusterset.local",
                "shop.svc.clusterset.local",
                "_tcp.web.shop.svc.clusterset.local",
                "_http._tcp.web.shop.svc.clusterset.local",
                "east.db.shop.svc.clusterset.local",
                "west.prod.db.shop.svc.clusterset.local",
                "prod.db.shop.svc.clusterset.local",
                "dns.clusterset.local",
                "clusterset.local"
            })
    void hasNamesWithoutAddresses(String name) {
        assertThat(asker.text(name, "A")).isEqualTo(NODATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TXT", "SOA", "NS", "HTTPS", "PTR", "TYPE666"})
    void hasNoDataOfOtherTypes(String type) {
        assertThat(asker.text("web.shop.svc.clusterset.local", type)).isEqualTo(NODATA);
    }

    @Test
    void saysServfailBeforeTheFirstView() {
        Asker early = new Asker();
        assertThat(early.ask("web.shop.svc.clusterset.local", Type.A).getRcode())
                .isEqualTo(Rcode.SERVFAIL);
        assertThat(early.ask("clusterset.local", Type.SOA).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(early.ask("example.org", Type.A).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    @Test
    void echoesCaseOfTheQuestion() {
        var answer = asker.ask("wEb.SHOP.svc.ClusterSet.LOCAL", Type.A);
        assertThat(answer.getQuestion().getName().toString()).isEqualTo("wEb.SHOP.svc.ClusterSet.LOCAL.");
        assertThat(answer.getSection(1).getFirst().getName().toString()).isEqualTo("wEb.SHOP.svc.ClusterSet.LOCAL.");
    }

    @Test
    void answersClusterQualifiedNamesOnlyWhenAsked() {
        Asker generous = new Asker("", true);
        generous.publish(new TestView("east")
                .clusterSetIp("shop/web", "http/tcp/80")
                .endpoints("shop/web", "east", "10.1.0.1")
                .endpoints("shop/web", "west", "10.2.0.1")
                .version(7));
        assertThat(generous.text("west.web.shop.svc.clusterset.local", "A"))
                .isEqualTo("NOERROR\nwest.web.shop.svc.clusterset.local. 5 A 10.2.0.1\n");
    }
}
