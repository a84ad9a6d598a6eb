// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.linux.rtnetlink.Network;
import dev.hanse.net.linux.rtnetlink.PolicyRule;
import dev.hanse.net.linux.rtnetlink.PolicyRule.Packets;
import dev.hanse.net.linux.rtnetlink.PolicyRule.Ports;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Says which packets of this host must not enter a tunnel: frames of the tunnel itself, which are known by the ports that it sends from, and what is exchanged with the control plane, which is known
 * by its address and port, on whichever side of it this host is. Packets of others, forwarded ones above all, are never among them. Pure.
 *
 * @param table that these packets ask
 * @param first the tunnel's UDP port of its first worker
 * @param workers of the tunnel
 */
record UnderlayRules(long table, int first, int workers) {

    /** Just before the main table where a host has the rules that every host has. */
    static final long USUAL_PRIORITY = 32_765;

    private static final int TCP = 6;
    private static final int UDP = 17;

    /**
     * The rules of a family.
     *
     * @param present all that there are, ours or not
     * @param controlPlane where it is, of any family
     */
    Set<PolicyRule> of(boolean v6, List<PolicyRule> present, Collection<InetSocketAddress> controlPlane) {
        Set<Packets> apart = new HashSet<>();
        apart.add(Packets.made(UDP, new Ports(first, first + workers - 1), Ports.ANY));
        for (InetSocketAddress address : controlPlane) {
            if (address.getAddress() instanceof Inet6Address == v6) {
                Network host = host(address.getAddress());
                Ports port = Ports.of(address.getPort());
                apart.add(Packets.made(TCP, Ports.ANY, port).to(host));
                apart.add(Packets.made(TCP, port, Ports.ANY).from(host));
            }
        }
        long priority = priority(present);
        Set<PolicyRule> rules = new HashSet<>();
        apart.forEach(packets -> rules.add(new PolicyRule(v6, priority, table, DeviceRoutes.PROTOCOL, packets)));
        return rules;
    }

    private static Network host(InetAddress address) {
        return new Network(address, address.getAddress().length * 8);
    }

    /** Before the first rule that has all packets ask the main table, which has the routes into tunnels; after all that others have put before that one. */
    private static long priority(List<PolicyRule> present) {
        long main = present.stream()
                .filter(rule ->
                        rule.table() == PolicyRule.MAIN && rule.packets().equals(Packets.ALL))
                .mapToLong(PolicyRule::priority)
                .min()
                .orElse(USUAL_PRIORITY + 1);
        return Math.max(1, main - 1);
    }

    boolean isOwn(PolicyRule rule) {
        return rule.table() == table && rule.protocol() == DeviceRoutes.PROTOCOL;
    }
}
