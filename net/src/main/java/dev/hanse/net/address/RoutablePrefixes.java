// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.Inet4Address;
import java.util.List;

/**
 * Prefixes that one cluster may have: hosts of others make routes of them, so that a claim to more than a cluster has takes it from everybody. The same
 * bounds hold where a cluster says its prefixes, where it is registered, and where routes are made.
 */
public final class RoutablePrefixes {

    /** Limit of one cluster's prefixes. */
    public static final int MAX = 64;

    /** 10.0.0.0/8 is the largest range that RFC 1918 gives. */
    private static final int SHORTEST_IPV4 = 8;

    /** What a registry gives a provider; a site has a /48. */
    private static final int SHORTEST_IPV6 = 32;

    /** One cluster may have all private IPv4 ranges, which are less than twice the largest, and no more. */
    private static final double MOST_OF_THE_LARGEST = 2;

    private RoutablePrefixes() {}

    /**
     * Checks one prefix: its length, and that no address of it is {@linkplain ForbiddenAddresses forbidden}.
     *
     * @throws IllegalArgumentException if it cannot be a cluster's
     */
    public static IpPrefix require(IpPrefix prefix) {
        if (prefix.bits() < shortest(prefix)) {
            throw new IllegalArgumentException("prefix: " + prefix + " (expected: a length of at least " + SHORTEST_IPV4
                    + " for IPv4, " + SHORTEST_IPV6 + " for IPv6)");
        }
        ForbiddenAddresses.overlap(prefix).ifPresent(range -> {
            throw new IllegalArgumentException("prefix: " + prefix + " has addresses of " + range
                    + " (expected: addresses that may be a cluster's own)");
        });
        return prefix;
    }

    /**
     * Checks all prefixes of a cluster: each one, how many they are, that they share no address, and how large they are together.
     *
     * @throws IllegalArgumentException if they cannot be a cluster's
     */
    public static List<IpPrefix> requireAll(List<IpPrefix> prefixes) {
        if (prefixes.size() > MAX) {
            throw new IllegalArgumentException(prefixes.size() + " prefixes (expected: at most " + MAX + ")");
        }
        for (int i = 0; i < prefixes.size(); i++) {
            requireApart(require(prefixes.get(i)), prefixes.subList(0, i));
        }
        if (share(prefixes, true) > MOST_OF_THE_LARGEST || share(prefixes, false) > MOST_OF_THE_LARGEST) {
            throw new IllegalArgumentException("prefixes: larger together than two of length " + SHORTEST_IPV4
                    + " of IPv4, or two of " + SHORTEST_IPV6 + " of IPv6 (expected: what the cluster has)");
        }
        return prefixes;
    }

    private static void requireApart(IpPrefix prefix, List<IpPrefix> others) {
        new PrefixSet(others).overlapping(prefix).ifPresent(other -> {
            throw new IllegalArgumentException(
                    prefix + " overlaps " + other + " (expected: prefixes that share no address)");
        });
    }

    /** How many prefixes of the shortest length they are together. */
    private static double share(List<IpPrefix> prefixes, boolean v4) {
        return prefixes.stream()
                .filter(each -> each.address() instanceof Inet4Address == v4)
                .mapToDouble(each -> Math.scalb(1.0, shortest(each) - each.bits()))
                .sum();
    }

    private static int shortest(IpPrefix prefix) {
        return prefix.address() instanceof Inet4Address ? SHORTEST_IPV4 : SHORTEST_IPV6;
    }
}
