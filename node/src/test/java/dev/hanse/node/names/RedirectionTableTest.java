// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.node.names.GatewayDns.State;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects what the kernel is told: address and port of the gateway that is away alone, pods and the node's own, streams and datagrams, for a time. */
final class RedirectionTableTest {

    private static String text(Set<InetSocketAddress> silent, Set<InetSocketAddress> answering) {
        return RedirectionTable.text(Redirection.of(
                List.of(new GatewayDns(State.SILENT, silent), new GatewayDns(State.ANSWERS, answering)), "node-1"));
    }

    @Test
    void eachFamilyHasItsAddressesAndPorts() {
        assertThat(text(
                        Set.of(RedirectionTest.ONE, RedirectionTest.ONE_IPV6),
                        Set.of(RedirectionTest.TWO, RedirectionTest.TWO_IPV6)))
                .isEqualTo("""
                          set away4 {
                            type ipv4_addr . inet_service
                            flags timeout
                            elements = { 192.0.2.1 . 9453 timeout 15s }
                          }
                          set away6 {
                            type ipv6_addr . inet_service
                            flags timeout
                            elements = { 2001:db8:0:0:0:0:0:1 . 53 timeout 15s }
                          }
                          chain prerouting {
                            type nat hook prerouting priority -110; policy accept;
                            ip daddr . udp dport @away4 dnat ip to 192.0.2.2:9453
                            ip daddr . tcp dport @away4 dnat ip to 192.0.2.2:9453
                            ip6 daddr . udp dport @away6 dnat ip6 to [2001:db8:0:0:0:0:0:2]:5353
                            ip6 daddr . tcp dport @away6 dnat ip6 to [2001:db8:0:0:0:0:0:2]:5353
                          }
                          chain output {
                            type nat hook output priority -110; policy accept;
                            ip daddr . udp dport @away4 dnat ip to 192.0.2.2:9453
                            ip daddr . tcp dport @away4 dnat ip to 192.0.2.2:9453
                            ip6 daddr . udp dport @away6 dnat ip6 to [2001:db8:0:0:0:0:0:2]:5353
                            ip6 daddr . tcp dport @away6 dnat ip6 to [2001:db8:0:0:0:0:0:2]:5353
                          }
                          chain postrouting {
                            type nat hook postrouting priority srcnat - 10; policy accept;
                            ct status dnat ct original ip daddr 192.0.2.1 ip daddr 192.0.2.2 meta l4proto { tcp, udp } th dport 9453 masquerade
                            ct status dnat ct original ip6 daddr 2001:db8:0:0:0:0:0:1 ip6 daddr 2001:db8:0:0:0:0:0:2 meta l4proto { tcp, udp } th dport 5353 masquerade
                          }
                        """);
    }

    @Test
    void twoThatAreSilentShareASet() {
        assertThat(text(Set.of(RedirectionTest.ONE, RedirectionTest.TWO), Set.of(RedirectionTest.THREE)))
                .contains("elements = { 192.0.2.1 . 9453 timeout 15s, 192.0.2.2 . 9453 timeout 15s }")
                .doesNotContain("ip6");
    }
}
