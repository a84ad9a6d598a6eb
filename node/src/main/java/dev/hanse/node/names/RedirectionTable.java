// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.names;

import dev.hanse.gateway.tables.TableName;
import dev.hanse.net.address.HostPort;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table as text of nft(8): what pods send, and what the node's own processes do, each ahead of others that translate. Those, kube-proxy and CNIs, translate addresses of Services and of this node, which are
 * not a gateway's elsewhere; of two that would translate one connection the first does. The address of this node is put in the place of the sender's, so that answers come back this way whoever asked: a
 * gateway of this node may be the one that is away, and others ask it too.
 */
final class RedirectionTable {

    static final TableName NAME = new TableName("hanse-node-dns");

    /** After which the kernel itself sends queries where they were sent, where nobody renews the table. */
    static final Duration EXPIRY = Duration.ofSeconds(15);

    private RedirectionTable() {}

    /** What stands in it. */
    static String text(Redirection redirection) {
        List<Redirection.Way> ways = redirection.ways();
        return each(ways, RedirectionTable::away)
                // Ten before the usual place of both (dstnat), which nft knows by name for the first hook alone.
                + chain("prerouting", "-110", each(ways, RedirectionTable::redirect))
                + chain("output", "-110", each(ways, RedirectionTable::redirect))
                + chain("postrouting", "srcnat - 10", each(ways, RedirectionTable::returning));
    }

    private static <T> String each(List<T> all, Function<T, String> text) {
        return all.stream().map(text).collect(Collectors.joining());
    }

    private static String away(Redirection.Way way) {
        String elements = way.away().stream()
                .map(each -> address(each) + " . " + each.getPort() + " timeout " + EXPIRY.toSeconds() + "s")
                .sorted()
                .collect(Collectors.joining(", "));
        return "  set away" + version(way) + " {\n    type ipv" + version(way)
                + "_addr . inet_service\n    flags timeout\n    elements = { " + elements + " }\n  }\n";
    }

    private static String chain(String hook, String priority, String rules) {
        return "  chain " + hook + " {\n    type nat hook " + hook + " priority " + priority + "; policy accept;\n"
                + rules + "  }\n";
    }

    private static String redirect(Redirection.Way way) {
        String rest =
                " dport @away" + version(way) + " dnat " + family(way) + " to " + HostPort.format(way.instead()) + "\n";
        String to = "    " + family(way) + " daddr . ";
        return to + "udp" + rest + to + "tcp" + rest;
    }

    private static String returning(Redirection.Way way) {
        return way.away().stream()
                .map(each ->
                        "    ct status dnat ct original " + family(way) + " daddr " + address(each) + " " + family(way)
                                + " daddr " + address(way.instead()) + " meta l4proto { tcp, udp } th dport "
                                + way.instead().getPort() + " masquerade\n")
                .distinct()
                .sorted()
                .collect(Collectors.joining());
    }

    private static String address(InetSocketAddress address) {
        return address.getAddress().getHostAddress();
    }

    private static String family(Redirection.Way way) {
        return way.isIpv4() ? "ip" : "ip6";
    }

    private static String version(Redirection.Way way) {
        return way.isIpv4() ? "4" : "6";
    }
}
