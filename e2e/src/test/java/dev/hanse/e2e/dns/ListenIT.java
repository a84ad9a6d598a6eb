// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects {@code dns.listen}: sockets of the families that are configured and of no other, as the kernel lists them. */
final class ListenIT {

    private static final String IPV4 = "192.0.2.1";
    private static final String IPV6 = "2001:db8::1";

    @RegisterExtension
    final TestLab lab = new TestLab();

    private TestHost gateway;
    private TestHost app;

    @BeforeEach
    void makeHosts() {
        TestNetwork pods = lab.network("pods");
        gateway = lab.host("gateway");
        gateway.attach(pods, IPV4 + "/24", IPV6 + "/64");
        app = lab.host("app");
        app.attach(pods, "192.0.2.10/24", "2001:db8::10/64");
    }

    private void start(String listen, String dns) throws IOException {
        RealGateway.startListening(lab, gateway, IPV4, lab.folder("gateway"), listen, dns);
    }

    /** Protocol and address of every socket on a port. */
    private List<String> sockets(int port) {
        return gateway.run("ss", "-Hlntu", "sport = :" + port)
                .orFail()
                .output()
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .map(words -> words[0] + " " + words[4])
                .sorted()
                .toList();
    }

    private void answers(String address) {
        assertThat(app.run("dig", "+short", "+tries=2", "@" + address, RealGateway.WEB)
                        .output()
                        .strip())
                .isEqualTo(RealGateway.WEB_ADDRESS);
        assertThat(app.run("dig", "+tcp", "+short", "+tries=1", "@" + address, RealGateway.WEB)
                        .output()
                        .strip())
                .isEqualTo(RealGateway.WEB_ADDRESS);
    }

    private void refuses(String address, int port) {
        assertThat(app.run("curl", "-sv", "--max-time", "3", "telnet://[" + address + "]:" + port)
                        .output())
                .contains("refused");
    }

    private void certificate() {
        Path folder = lab.folder("gateway");
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
                        "-keyout",
                        folder.resolve("dns-key.pem").toString(),
                        "-out",
                        folder.resolve("dns.pem").toString())
                .orFail();
    }

    @Test
    void bothWildcardsStandSideBySide() throws IOException {
        start("\"0.0.0.0:53\", \"[::]:53\"", "");
        assertThat(sockets(53)).containsExactly("tcp 0.0.0.0:53", "tcp [::]:53", "udp 0.0.0.0:53", "udp [::]:53");
        answers(IPV4);
        answers(IPV6);
    }

    @Test
    void ipv4AloneOpensNoSocketOfIpv6() throws IOException {
        certificate();
        start("\"0.0.0.0:53\"", ", tls: {certificate: dns.pem, private-key: dns-key.pem}");
        assertThat(sockets(53)).containsExactly("tcp 0.0.0.0:53", "udp 0.0.0.0:53");
        assertThat(sockets(853)).containsExactly("tcp 0.0.0.0:853");
        answers(IPV4);
        refuses(IPV6, 53);
        refuses(IPV6, 853);
    }

    @Test
    void theWildcardOfIpv6LeavesAnAddressOfIpv4ToItsOwnSocket() throws IOException {
        start("\"[::]:53\", \"" + IPV4 + ":53\"", ", workers: 2");
        assertThat(sockets(53))
                .containsExactly(
                        "tcp 192.0.2.1:53",
                        "tcp [::]:53",
                        "udp 192.0.2.1:53",
                        "udp 192.0.2.1:53",
                        "udp [::]:53",
                        "udp [::]:53");
        answers(IPV4);
        answers(IPV6);
    }

    @Test
    void theWildcardOfIpv6AloneTakesBoth() throws IOException {
        start("\"[::]:53\"", "");
        assertThat(sockets(53)).containsExactly("tcp *:53", "udp *:53");
        answers(IPV4);
        answers(IPV6);
    }
}
