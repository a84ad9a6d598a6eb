// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects the texts that people paste into the configuration of other servers. */
class ForwardingConfigTest {

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private static final ForwardingConfig CONFIG =
            new ForwardingConfig("clusterset.local", List.of(address("10.0.0.10", 53), address("fd00::1", 5353)));

    @Test
    void writesCoreDns() {
        assertThat(CONFIG.text(Forwarder.COREDNS)).endsWith("""
                clusterset.local:53 {
                    errors
                    forward . 10.0.0.10 [fd00:0:0:0:0:0:0:1]:5353 {
                        max_fails 1
                        # A gateway that is silent costs 2 s until it is found out, unless your CoreDNS knows this (1.14.7 does):
                        # read_timeout 500ms
                    }
                }
                """);
        assertThat(new ForwardingConfig("a.b", List.of(address("10.0.0.10", 53))).text(Forwarder.COREDNS))
                .endsWith("""
                a.b:53 {
                    errors
                    forward . 10.0.0.10
                }
                """);
    }

    @Test
    void writesNodeLocal() {
        assertThat(new ForwardingConfig("a.b", List.of(address("10.0.0.10", 53))).text(Forwarder.NODELOCAL))
                .endsWith("""
                a.b:53 {
                    errors
                    bind 169.254.20.10
                    forward . 10.0.0.10
                }
                """);
    }

    @Test
    void writesKubeDns() {
        assertThat(CONFIG.text(Forwarder.KUBE_DNS))
                .contains("    {\"clusterset.local\": [\"10.0.0.10\", \"[fd00:0:0:0:0:0:0:1]:5353\"]}\n");
    }

    @Test
    void writesSystemdResolved() {
        assertThat(CONFIG.text(Forwarder.SYSTEMD_RESOLVED))
                .contains(
                        "#     DNS=10.0.0.10:53 [fd00:0:0:0:0:0:0:1]:5353\n#     Domains=~clusterset.local\n",
                        """
                        ExecStart=ip address add 169.254.53.1/32 scope link dev hanse-dns
                        ExecStart=ip address add fd68:616e:7365::2/128 nodad dev hanse-dns
                        """,
                        """
                        th dport 53 dnat ip to 10.0.0.10:53"
                        """,
                        """
                        th dport 53 dnat ip6 to [fd00:0:0:0:0:0:0:1]:5353"
                        """,
                        """
                        ExecStart=resolvectl dns hanse-dns 169.254.53.1 fd68:616e:7365::2
                        ExecStart=resolvectl domain hanse-dns "~clusterset.local"
                        ExecStart=resolvectl default-route hanse-dns no
                        """)
                .doesNotContain("\nDNS=");
    }

    @Test
    void writesUnbound() {
        assertThat(CONFIG.text(Forwarder.UNBOUND)).endsWith("""
                server:
                    domain-insecure: "clusterset.local"
                    private-domain: "clusterset.local"
                stub-zone:
                    name: "clusterset.local"
                    stub-addr: 10.0.0.10@53
                    stub-addr: fd00:0:0:0:0:0:0:1@5353
                """);
        assertThat(new ForwardingConfig("a.b", List.of(address("127.0.0.1", 5353))).text(Forwarder.UNBOUND))
                .contains("    do-not-query-localhost: no\nstub-zone:");
    }

    @Test
    void writesBind() {
        assertThat(CONFIG.text(Forwarder.BIND)).endsWith("""
                zone "clusterset.local" {
                    type forward;
                    forward only;
                    forwarders { 10.0.0.10 port 53; fd00:0:0:0:0:0:0:1 port 5353; };
                };
                """);
    }

    @Test
    void writesDnsmasq() {
        assertThat(CONFIG.text(Forwarder.DNSMASQ)).endsWith("""
                server=/clusterset.local/10.0.0.10#53
                server=/clusterset.local/fd00:0:0:0:0:0:0:1#5353
                rebind-domain-ok=/clusterset.local/
                # All servers of a name are asked at once, the first answer counts: one that is silent costs nothing.
                all-servers
                """);
        assertThat(new ForwardingConfig("a.b", List.of(address("10.0.0.10", 53))).text(Forwarder.DNSMASQ))
                .endsWith("rebind-domain-ok=/a.b/\n");
    }

    @Test
    void writesConsul() {
        assertThat(CONFIG.text(Forwarder.CONSUL)).endsWith("""
                recursors = ["10.0.0.10", "[fd00:0:0:0:0:0:0:1]:5353"]
                """);
    }

    @Test
    void refusesAddressesThatNobodyReaches() {
        assertThatThrownBy(() -> new ForwardingConfig("a", List.of())).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new ForwardingConfig("a", List.of(address("0.0.0.0", 53))))
                .hasMessageContaining("0.0.0.0");
    }

    @Test
    void readsNamesOfServers() {
        assertThat(Forwarder.parse("systemd-resolved")).isEqualTo(Forwarder.SYSTEMD_RESOLVED);
        assertThatThrownBy(() -> Forwarder.parse("named"))
                .hasMessage(
                        "DNS server: \"named\" (expected: coredns, nodelocal, kube-dns, systemd-resolved, unbound, bind, dnsmasq, consul)");
    }
}
