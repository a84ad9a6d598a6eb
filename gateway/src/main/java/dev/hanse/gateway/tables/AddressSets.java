// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import dev.hanse.net.address.IpPrefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sets of prefixes and addresses as text of nft(8): one for each family, since a set holds addresses of one. Stateless. */
public final class AddressSets {

    private AddressSets() {}

    /** Sets of the name with {@code 4} and {@code 6} behind it. */
    public static String of(String name, Collection<IpPrefix> prefixes) {
        return set(name + "4", true, prefixes) + set(name + "6", false, prefixes);
    }

    /** The same of single addresses, of which there may be thousands. */
    public static String ofHosts(String name, Collection<InetAddress> hosts) {
        return hosts(name + "4", true, hosts) + hosts(name + "6", false, hosts);
    }

    private static String hosts(String name, boolean v4, Collection<InetAddress> hosts) {
        return set(
                name,
                v4,
                "",
                hosts.stream()
                        .filter(each -> each instanceof Inet4Address == v4)
                        .map(InetAddress::getHostAddress));
    }

    private static String set(String name, boolean v4, Collection<IpPrefix> prefixes) {
        List<IpPrefix> family = prefixes.stream()
                .filter(each -> each.address() instanceof Inet4Address == v4)
                .toList();
        // One that lies in another is refused beside it.
        return set(
                name,
                v4,
                "    flags interval\n",
                family.stream()
                        .filter(each -> family.stream().noneMatch(other -> !other.equals(each) && other.contains(each)))
                        .map(IpPrefix::toString));
    }

    private static String set(String name, boolean v4, String flags, Stream<String> members) {
        String elements = members.distinct().sorted().collect(Collectors.joining(", "));
        return "  set " + name + " {\n    type " + (v4 ? "ipv4_addr" : "ipv6_addr") + "\n" + flags
                + (elements.isEmpty() ? "" : "    elements = { " + elements + " }\n") + "  }\n";
    }
}
