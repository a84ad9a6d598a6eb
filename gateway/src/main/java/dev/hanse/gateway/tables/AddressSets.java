// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import dev.hanse.net.address.IpPrefix;
import java.net.Inet4Address;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Sets of prefixes as text of nft(8): one for each family, since a set holds addresses of one. Stateless. */
public final class AddressSets {

    private AddressSets() {}

    /** Sets of the name with {@code 4} and {@code 6} behind it. */
    public static String of(String name, Collection<IpPrefix> prefixes) {
        return set(name + "4", true, prefixes) + set(name + "6", false, prefixes);
    }

    private static String set(String name, boolean v4, Collection<IpPrefix> prefixes) {
        List<IpPrefix> family = prefixes.stream()
                .filter(each -> each.address() instanceof Inet4Address == v4)
                .toList();
        // One that lies in another is refused beside it.
        String elements = family.stream()
                .filter(each -> family.stream().noneMatch(other -> !other.equals(each) && other.contains(each)))
                .map(IpPrefix::toString)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return "  set " + name + " {\n    type " + (v4 ? "ipv4_addr" : "ipv6_addr") + "\n    flags interval\n"
                + (elements.isEmpty() ? "" : "    elements = { " + elements + " }\n") + "  }\n";
    }
}
