// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects the keys of a gateway's {@code dns} section: each does what its page says, as seen by clients that are not ours. */
final class DnsSettingsIT {

    private static final String GATEWAY = "192.0.2.1";
    private static final int LIMIT_PER_SECOND = 50;
    private static final int ADDRESSES = 20;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static TestHost gateway;
    private static TestHost app;

    @BeforeAll
    static void start() throws IOException {
        TestNetwork pods = LAB.network("pods");
        gateway = LAB.host("gateway");
        gateway.attach(pods, GATEWAY + "/24");
        app = LAB.host("app");
        app.attach(pods, "192.0.2.10/24");
        Path folder = LAB.folder("gateway");
        gateway.run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-days",
                        "1",
                        "-subj",
                        "/CN=dns.example",
                        "-addext",
                        "subjectAltName=DNS:dns.example",
                        "-keyout",
                        folder.resolve("dns-key.pem").toString(),
                        "-out",
                        folder.resolve("dns.pem").toString())
                .orFail();
        RealGateway.start(
                LAB,
                gateway,
                GATEWAY,
                folder,
                ", workers: 2, identity: gw-1.east, cluster-qualified-names: true,"
                        + " responses-per-second: " + LIMIT_PER_SECOND
                        + ", addresses-per-answer: " + ADDRESSES
                        + ", tls: {certificate: dns.pem, private-key: dns-key.pem}");
    }

    private static String kdig(String... words) {
        String[] command = new String[words.length + 2];
        command[0] = "kdig";
        command[1] = "@" + GATEWAY;
        System.arraycopy(words, 0, command, 2, words.length);
        return app.run(command).output();
    }

    @Test
    void answersOverTlsWithItsCertificate() {
        Path certificate = LAB.folder("gateway").resolve("dns.pem");
        assertThat(kdig("+tls-ca=" + certificate, "+tls-hostname=dns.example", RealGateway.WEB))
                .contains("TLS session (TLS1.3)", RealGateway.WEB_ADDRESS);
        assertThat(kdig("+tls-ca=" + certificate, "+tls-hostname=other.example", "+retry=0", RealGateway.WEB))
                .doesNotContain(RealGateway.WEB_ADDRESS);
    }

    @Test
    void tellsItsIdentity() {
        assertThat(kdig("+nsid", "+tcp", RealGateway.WEB)).contains("gw-1.east");
        assertThat(kdig("+tcp", "+short", "id.server", "CH", "TXT")).contains("gw-1.east");
    }

    @Test
    void answersClusterQualifiedNames() {
        assertThat(kdig("+tcp", "+short", "east." + RealGateway.WEB).strip()).isEqualTo(RealGateway.WEB_ADDRESS);
    }

    @Test
    void givesOnlySomeAddressesAndOthersNextTime() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            List<String> answer =
                    kdig("+tcp", "+short", RealGateway.MANY).lines().toList();
            assertThat(answer).hasSize(ADDRESSES);
            all.addAll(answer);
        }
        assertThat(all).hasSize(RealGateway.MANY_ENDPOINTS);
        assertThat(kdig("+noedns", "+ignore", "+retry=0", RealGateway.MANY)).doesNotContain(" tc");
    }

    @Test
    void limitsAClientNetworkAndCountsIt() {
        String[] burst = IntStream.range(0, 10 * LIMIT_PER_SECOND)
                .mapToObj(i -> RealGateway.WEB)
                .toArray(String[]::new);
        String[] command = new String[burst.length + 4];
        System.arraycopy(new String[] {"+short", "+timeout=1", "+retry=0", "+ignore"}, 0, command, 0, 4);
        System.arraycopy(burst, 0, command, 4, burst.length);
        kdig(command);
        assertThat(metrics())
                .containsPattern("hanse_dns_limited_total [1-9]")
                .containsPattern(
                        "hanse_dns_service_answers_total\\{cluster=\"east\",namespace=\"shop\",service=\"web\"} [1-9]");
    }

    private static String metrics() {
        return gateway.run("curl", "-sf", "http://127.0.0.1:9481/metrics")
                .orFail()
                .output();
    }
}
