// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Protects what {@code kdig} and {@code dig} see of the multi-cluster zone. Numbers are those of the rows of the
 * multi-cluster DNS checklist: positive
 * records 1 to 13, what must not exist 14 to 22, parsing and size 23 to 27.
 */
class MultiClusterDnsIT {
    private static final String VIEW = """
            service shop/web cluster-set-ip http/tcp/42 dns/udp/42 /tcp/43
            endpoints shop/web east 10.1.0.1 fd00:1::1
            endpoints shop/web west 10.2.0.1
            service shop/db headless sql/tcp/5432
            endpoints shop/db east 10.1.0.2,db-0 fd00:1::2,db-0 10.1.0.3,db-0 10.1.0.9,db-1,1,down
            endpoints shop/db west.prod 10.2.0.3
            service shop/v4 cluster-set-ip http/tcp/80
            endpoints shop/v4 east 10.1.0.5
            service shop/idle headless sql/tcp/5432
            endpoints shop/idle east 10.1.0.6,,1,down
            service shop/suite cluster-set-ip tcp/tcp/42 udp/udp/42
            endpoints shop/suite east 10.1.0.7
            service shop/two headless a/tcp/1 b/tcp/2
            endpoints shop/two east 10.1.0.11,x fd00:1::11,x
            endpoints shop/two west 10.2.0.11,y fd00:2::11,y
            """;
    private static final String SOA = "ns.dns.clusterset.local. hostmaster.clusterset.local. 7 7200 1800 86400 5";

    private static ViewProcess server;

    @BeforeAll
    static void start() throws IOException {
        server = ViewProcess.start("127.0.0.1", "east");
        server.publish(7, VIEW);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** The records of the answer section without owners, sorted, one blank between fields. */
    private static String answer(String question) throws IOException, InterruptedException {
        return lines(server.ask("kdig", "127.0.0.1", question + " +noall +answer"));
    }

    private static String lines(String printed) {
        return Arrays.stream(printed.split("\n"))
                .filter(line -> !line.isBlank() && !line.startsWith(";"))
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .sorted()
                .collect(Collectors.joining(" | "));
    }

    /** Response code and the authority section. */
    private static String denial(String question) throws IOException, InterruptedException {
        String printed = server.ask("kdig", "127.0.0.1", question + " +noall +header +authority");
        String status = printed.replaceAll("(?s).*status: (\\w+).*", "$1");
        return status + " " + lines(printed);
    }

    @ParameterizedTest(name = "row {0}: {1} {2}")
    @CsvSource(delimiter = ';', textBlock = """
            1;  dns-version.clusterset.local;              TXT;  28800 IN TXT "1.0.0"
            2;  web.shop.svc.clusterset.local;             A;    5 IN A 10.1.0.1
            3;  web.shop.svc.clusterset.local;             AAAA; 5 IN AAAA fd00:1::1
            4;  _http._tcp.web.shop.svc.clusterset.local;  SRV;  5 IN SRV 0 100 42 web.shop.svc.clusterset.local.
            4;  _dns._udp.web.shop.svc.clusterset.local;   SRV;  5 IN SRV 0 100 42 web.shop.svc.clusterset.local.
            5;  db.shop.svc.clusterset.local;              A;    5 IN A 10.1.0.2 | 5 IN A 10.1.0.3 | 5 IN A 10.2.0.3
            6;  db.shop.svc.clusterset.local;              AAAA; 5 IN AAAA fd00:1::2
            7;  db-0.east.db.shop.svc.clusterset.local;    A;    5 IN A 10.1.0.2 | 5 IN A 10.1.0.3
            7;  db-0.east.db.shop.svc.clusterset.local;    AAAA; 5 IN AAAA fd00:1::2
            8;  10-2-0-3.west.prod.db.shop.svc.clusterset.local; A; 5 IN A 10.2.0.3
            9;  _sql._tcp.db.shop.svc.clusterset.local;    SRV;  5 IN SRV 0 25 5432 10-2-0-3.west.prod.db.shop.svc.clusterset.local. | 5 IN SRV 0 25 5432 db-0.east.db.shop.svc.clusterset.local.
            6;  two.shop.svc.clusterset.local;             A;    5 IN A 10.1.0.11 | 5 IN A 10.2.0.11
            6;  two.shop.svc.clusterset.local;             AAAA; 5 IN AAAA fd00:1::11 | 5 IN AAAA fd00:2::11
            9;  _a._tcp.two.shop.svc.clusterset.local;     SRV;  5 IN SRV 0 25 1 x.east.two.shop.svc.clusterset.local. | 5 IN SRV 0 25 1 y.west.two.shop.svc.clusterset.local.
            9;  _b._tcp.two.shop.svc.clusterset.local;     SRV;  5 IN SRV 0 25 2 x.east.two.shop.svc.clusterset.local. | 5 IN SRV 0 25 2 y.west.two.shop.svc.clusterset.local.
            10; suite.shop.svc.clusterset.local;           SRV;  5 IN SRV 0 50 42 suite.shop.svc.clusterset.local.
            10; two.shop.svc.clusterset.local;             SRV;  5 IN SRV 0 12 1 x.east.two.shop.svc.clusterset.local. | 5 IN SRV 0 12 1 y.west.two.shop.svc.clusterset.local. | 5 IN SRV 0 12 2 x.east.two.shop.svc.clusterset.local. | 5 IN SRV 0 12 2 y.west.two.shop.svc.clusterset.local.
            11; _tcp._tcp.suite.shop.svc.clusterset.local; SRV;  5 IN SRV 0 100 42 suite.shop.svc.clusterset.local.
            13; v4.shop.svc.clusterset.local;              A;    5 IN A 10.1.0.5
            10; web.shop.svc.clusterset.local;             SRV;  5 IN SRV 0 33 42 web.shop.svc.clusterset.local. | 5 IN SRV 0 33 43 web.shop.svc.clusterset.local.
            10; v4.shop.svc.clusterset.local;              SRV;  5 IN SRV 0 100 80 v4.shop.svc.clusterset.local.
            12; clusterset.local;                          NS;   5 IN NS ns.dns.clusterset.local.
            12; ns.dns.clusterset.local;                   A;    5 IN A 127.0.0.1
            24; 10-2-0-3.west.prod.db.shop.svc.clusterset.local; A; 5 IN A 10.2.0.3
            """)
    void answers(int row, String name, String type, String records) throws Exception {
        assertThat(answer(name + " " + type)).as("row " + row).isEqualTo(records);
    }

    @Test
    @DisplayName("row 12: SOA at the apex")
    void answersSoa() throws Exception {
        assertThat(answer("clusterset.local SOA")).isEqualTo("5 IN SOA " + SOA);
    }

    @ParameterizedTest(name = "row {0}: {1} {2} is {3}")
    @CsvSource(delimiter = ';', textBlock = """
            14; east.web.shop.svc.clusterset.local;      A;     NXDOMAIN
            14; west.prod.db.shop.svc.clusterset.local;  A;     NOERROR
            16; idle.shop.svc.clusterset.local;          A;     NXDOMAIN
            16; _sql._tcp.idle.shop.svc.clusterset.local; SRV; NXDOMAIN
            16; 10-1-0-6.east.idle.shop.svc.clusterset.local; A; NXDOMAIN
            17; nobody.shop.svc.clusterset.local;        A;     NXDOMAIN
            17; web.nowhere.svc.clusterset.local;        A;     NXDOMAIN
            18; v4.shop.svc.clusterset.local;            AAAA;  NOERROR
            18; web.shop.svc.clusterset.local;           TXT;   NOERROR
            18; web.shop.svc.clusterset.local;           TYPE65; NOERROR
            19; svc.clusterset.local;                    A;     NOERROR
            19; shop.svc.clusterset.local;               A;     NOERROR
            19; _tcp.web.shop.svc.clusterset.local;      SRV;   NOERROR
            19; web.shop.svc.clusterset.local;           SOA;   NOERROR
            20; db-0.db.shop.svc.clusterset.local;       A;     NXDOMAIN
            23; http.tcp.web.shop.svc.clusterset.local;  SRV;   NXDOMAIN
            23; _db-0._east.db.shop.svc.clusterset.local; A;    NXDOMAIN
            24; 10-2-0-3.prod.db.shop.svc.clusterset.local; A;  NXDOMAIN
            """)
    void denies(int row, String name, String type, String status) throws Exception {
        assertThat(denial(name + " " + type)).as("row " + row).isEqualTo(status + " 5 IN SOA " + SOA);
        assertThat(answer(name + " " + type)).isEmpty();
    }

    @Test
    @DisplayName("row 15: no reverse names, and other zones are not ours")
    void refusesOtherZones() throws Exception {
        assertThat(denial("1.0.1.10.in-addr.arpa PTR")).isEqualTo("REFUSED ");
        assertThat(denial("www.example.org A")).isEqualTo("REFUSED ");
        assertThat(server.ask("dig", "127.0.0.1", "local SOA")).contains("status: REFUSED");
    }

    @Test
    @DisplayName("row 21: SERVFAIL before the first view")
    void saysServfailBeforeTheFirstView() throws Exception {
        try (ViewProcess early = ViewProcess.start("127.0.0.1", "east")) {
            assertThat(early.ask("kdig", "127.0.0.1", "web.shop.svc.clusterset.local A +edns"))
                    .contains("status: SERVFAIL")
                    .contains("Not Ready");
        }
    }

    @Test
    @DisplayName("row 22: case is echoed")
    void echoesCase() throws Exception {
        assertThat(server.ask("dig", "127.0.0.1", "WeB.Shop.SVC.ClusterSet.Local A +noall +question +answer"))
                .contains(";WeB.Shop.SVC.ClusterSet.Local.")
                .contains("10.1.0.1");
    }

    @Test
    @DisplayName("row 25: names of 255 octets")
    void answersLongestNames() throws Exception {
        String label = "a".repeat(63);
        String owner = label + "." + label + ".svc.clusterset.local";
        try (ViewProcess own = ViewProcess.start("127.0.0.1", "east")) {
            own.publish(1, """
                    service %1$s/%1$s headless http/tcp/80
                    endpoints %1$s/%1$s %2$s 10.0.0.1,%1$s
                    """.formatted(label, "b".repeat(40)));
            assertThat(own.ask("dig", "127.0.0.1", label + "." + "b".repeat(40) + "." + owner + " A +short")
                            .strip())
                    .isEqualTo("10.0.0.1");
            own.publish(2, """
                    endpoints %1$s/%1$s %2$s
                    endpoints %1$s/%1$s %2$sb 10.0.0.1,%1$s
                    """.formatted(label, "b".repeat(40)));
            assertThat(own.ask("kdig", "127.0.0.1", "b".repeat(41) + "." + owner + " A"))
                    .contains("status: NXDOMAIN");
            assertThat(own.ask("kdig", "127.0.0.1", owner + " A +short").strip())
                    .isEqualTo("10.0.0.1");
        }
    }

    @Test
    @DisplayName("row 26: what does not fit is cut and comes whole over TCP")
    void cutsAndServesOverTcp() throws Exception {
        try (ViewProcess own = ViewProcess.start("127.0.0.1", "east")) {
            own.publish(
                    1,
                    "service n/many headless http/tcp/80\nendpoints n/many east "
                            + IntStream.range(0, 300)
                                    .mapToObj(i -> "10.0.%d.%d".formatted(i / 200, i % 200 + 1))
                                    .collect(Collectors.joining(" ")));
            assertThat(own.ask("kdig", "127.0.0.1", "many.n.svc.clusterset.local A +ignore"))
                    .contains("Flags: qr aa tc");
            assertThat(own.ask("kdig", "127.0.0.1", "many.n.svc.clusterset.local A +short +retry=0")
                            .lines()
                            .filter(line -> line.startsWith("10.")))
                    .hasSize(300);
        }
    }

    @Test
    @DisplayName("row 27: each view as its own cluster sees it")
    void answersForTheAskingCluster() throws Exception {
        try (ViewProcess west = ViewProcess.start("127.0.0.1", "west")) {
            west.publish(1, VIEW);
            assertThat(west.ask("dig", "127.0.0.1", "web.shop.svc.clusterset.local A +short")
                            .strip())
                    .isEqualTo("10.2.0.1");
            west.publish(2, "unreachable west");
            assertThat(west.ask("dig", "127.0.0.1", "web.shop.svc.clusterset.local A +short")
                            .strip())
                    .isEqualTo("10.1.0.1");
        }
    }
}
