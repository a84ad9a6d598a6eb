// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Protects that BIND's validator ({@code delv}) accepts every answer of a signed zone by the trust anchor that {@code
 * hanse dns-key} prints, and what {@code kdig} sees of it.
 */
class DnssecIT {
    private static final String VIEW = """
            service shop/web cluster-set-ip http/tcp/42 /tcp/43
            endpoints shop/web east 10.1.0.1 10.1.0.2 fd00:1::1
            service shop/db headless sql/tcp/5432
            endpoints shop/db east 10.1.0.2,db-0 fd00:1::2,db-0 10.1.0.3,db-0
            endpoints shop/db west.prod 10.2.0.3
            service shop/uneven cluster-set-ip http/tcp/80
            endpoints shop/uneven east 10.3.0.1,,1 10.3.0.2,,3
            service shop/many headless http/tcp/80
            endpoints shop/many east %s
            """.formatted(IntStream.range(0, 300)
            .mapToObj(i -> "10.0.%d.%d".formatted(i / 200, i % 200 + 1))
            .collect(Collectors.joining(" ")));

    @TempDir
    private static Path folder;

    private static ViewProcess signed;
    private static ViewProcess plain;
    private static Path anchors;

    @BeforeAll
    static void start() throws Exception {
        Path key = folder.resolve("zone.key");
        String records = hanse("dns-key", "create", key.toString());
        String dnskey = records.lines()
                .filter(line -> line.contains(" DNSKEY "))
                .findFirst()
                .orElseThrow();
        anchors = folder.resolve("anchors");
        Files.writeString(anchors, anchor(dnskey));
        signed = ViewProcess.startSigned("127.0.0.1", "east", key);
        plain = ViewProcess.start("127.0.0.1", "east");
        signed.publish(7, VIEW);
        plain.publish(7, VIEW);
    }

    @AfterAll
    static void stop() throws IOException {
        signed.close();
        plain.close();
    }

    /** A record as BIND writes trust anchors. */
    private static String anchor(String dnskey) {
        String[] words = dnskey.split(" ");
        return "trust-anchors { %s static-key %s %s %s \"%s\"; };\n"
                .formatted(words[0], words[3], words[4], words[5], words[6]);
    }

    private static String hanse(String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Distribution.executable());
        builder.command().addAll(List.of(words));
        builder.environment().putAll(Distribution.environment());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return printed;
    }

    private static String delv(ViewProcess server, String words) throws IOException, InterruptedException {
        return server.ask("delv", "127.0.0.1", "-a " + anchors + " +root=clusterset.local " + words);
    }

    private static String kdig(String words) throws IOException, InterruptedException {
        return signed.ask("kdig", "127.0.0.1", words);
    }

    @ParameterizedTest
    @CsvSource({
        "dns-version.clusterset.local,                    TXT,    1.0.0",
        "web.shop.svc.clusterset.local,                   A,      10.1.0.1",
        "WeB.shop.SVC.clusterset.local,                   AAAA,   fd00:1::1",
        "web.shop.svc.clusterset.local,                   SRV,    0 50 42",
        "_http._tcp.web.shop.svc.clusterset.local,        SRV,    0 100 42",
        "_sql._tcp.db.shop.svc.clusterset.local,          SRV,    10-2-0-3.west.prod.db",
        "db-0.east.db.shop.svc.clusterset.local,          A,      10.1.0.3",
        "10-2-0-3.west.prod.db.shop.svc.clusterset.local, A,      10.2.0.3",
        "uneven.shop.svc.clusterset.local,                A,      10.3.0.",
        "many.shop.svc.clusterset.local,                  A,      10.0.1.100",
        "clusterset.local,                                SOA,    hostmaster",
        "clusterset.local,                                NS,     ns.dns",
        "clusterset.local,                                DNSKEY, 257 3 13",
        "ns.dns.clusterset.local,                         A,      127.0.0.1",
        "web.shop.svc.clusterset.local,                   ANY,    RFC8482"
    })
    void standsUpToDelv(String name, String type, String content) throws Exception {
        for (String transport : new String[] {"+notcp", "+tcp"}) {
            assertThat(delv(signed, name + " " + type + " " + transport))
                    .as("%s %s %s", name, type, transport)
                    .contains("; fully validated")
                    .contains(content);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "web.shop.svc.clusterset.local,       TXT",
        "web.shop.svc.clusterset.local,       TYPE65",
        "clusterset.local,                    A",
        "svc.clusterset.local,                A",
        "_tcp.web.shop.svc.clusterset.local,  SRV",
        "nobody.shop.svc.clusterset.local,    A",
        "a.b.nowhere.svc.clusterset.local,    SRV",
        "*.shop.svc.clusterset.local,         A",
        "*.clusterset.local,                  ANY"
    })
    void provesToDelvWhatIsNotThere(String name, String type) throws Exception {
        for (String transport : new String[] {"+notcp", "+tcp"}) {
            assertThat(delv(signed, name + " " + type + " " + transport))
                    .as("%s %s %s", name, type, transport)
                    .contains("; negative response, fully validated");
        }
    }

    @Test
    void doesNotStandUpToDelvByAnotherKey() throws Exception {
        String other = hanse("dns-key", "create", folder.resolve("other.key").toString());
        Path wrong = folder.resolve("wrong");
        Files.writeString(wrong, anchor(other.lines().skip(1).findFirst().orElseThrow()));
        assertThat(signed.ask(
                        "delv", "127.0.0.1", "-a " + wrong + " +root=clusterset.local web.shop.svc.clusterset.local A"))
                .doesNotContain("fully validated")
                .contains("broken trust chain");
    }

    @Test
    @DisplayName("RFC 9824: an unknown name is NOERROR with NXNAME, and NXDOMAIN without the DO bit")
    void deniesCompactly() throws Exception {
        assertThat(kdig("nobody.shop.svc.clusterset.local A +dnssec"))
                .contains("status: NOERROR")
                .containsPattern(
                        "NSEC\\s+\\\\000\\.nobody\\.shop\\.svc\\.clusterset\\.local\\. RRSIG NSEC (NXNAME|TYPE128)")
                .doesNotContain("ANSWER SECTION");
        assertThat(kdig("nobody.shop.svc.clusterset.local A")).contains("status: NXDOMAIN");
        assertThat(kdig("*.shop.svc.clusterset.local A +dnssec"))
                .containsPattern("\\*\\.shop\\.svc\\.clusterset\\.local\\.\\s+5\\s+IN\\s+NSEC");
    }

    @Test
    void signsOnlyForWhoAsks() throws Exception {
        assertThat(kdig("web.shop.svc.clusterset.local A +dnssec")).contains("RRSIG");
        assertThat(kdig("web.shop.svc.clusterset.local A")).doesNotContain("RRSIG");
        assertThat(kdig("clusterset.local DNSKEY")).contains("257 3 13").doesNotContain("RRSIG");
        assertThat(kdig("many.shop.svc.clusterset.local A +dnssec +ignore"))
                .contains("Flags: qr aa tc")
                .contains("ANSWER: 0");
    }

    @ParameterizedTest
    @CsvSource({"web.shop.svc, A", "web.shop.svc, TXT", "nobody.svc, A", "svc, ANY", "dns-version, RRSIG", "svc, NSEC"})
    void withoutAKeyNothingIsSigned(String name, String type) throws Exception {
        String question = name + ".clusterset.local " + type;
        assertThat(plain.ask("kdig", "127.0.0.1", question + " +dnssec +noquestion"))
                .doesNotContain("IN\tRRSIG")
                .doesNotContain("IN\tNSEC");
        assertThat(delv(plain, question)).doesNotContain("fully validated");
    }
}
