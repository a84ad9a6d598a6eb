// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Addresses that are no cluster's own: whoever is sent there on a stranger's word talks to itself, to its neighbours, to its cloud's metadata service, or
 * to an IPv4 address that an IPv6 one hides. By the registries of special-purpose addresses (RFC 6890) and of IPv6 address space (RFC 4291).
 *
 * <p>IPv4 in IPv6 is forbidden as a whole, whatever it holds: in the compatible, translated and NAT64 forms (all in ::/8; RFC 4291, RFC 7915, RFC 6052),
 * 6to4 (RFC 3056) and Teredo (RFC 4380). IPv4 in its mapped form is IPv4 here: the JDK unwraps it wherever it makes an address.
 */
public final class ForbiddenAddresses {

    /** This network, loopback, link-local, protocol assignments, the relays of 6to4, multicast, reserved and limited broadcast. */
    private static final PrefixSet IPV4 = set(
            "0.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.88.99.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Global unicast and unique local: all other IPv6 is link-local, multicast, embedded IPv4 or nobody's yet. */
    private static final PrefixSet IPV6_IN_USE = set("2000::/3", "fc00::/7");

    /** Protocol assignments, Teredo among them, and 6to4. */
    private static final PrefixSet IPV6 = set("2001::/23", "2002::/16");

    /** Metadata services and host agents of clouds, where no range above has them: Azure, AWS, Google Cloud. */
    private static final PrefixSet METADATA = set("168.63.129.16/32", "fd00:ec2::254/128", "fd20:ce::254/128");

    /** Of Alibaba Cloud. Clusters use the shared space (RFC 6598) around it as a whole, so that a prefix may contain it. */
    private static final PrefixSet METADATA_IN_SHARED_SPACE = set("100.100.100.200/32");

    private ForbiddenAddresses() {}

    private static PrefixSet set(String... prefixes) {
        return new PrefixSet(Stream.of(prefixes).map(IpPrefix::parse).toList());
    }

    /** Whether an address may be that of one host which others reach: a pod, or a tunnel endpoint. */
    public static boolean isHost(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean inUse = address instanceof Inet4Address
                ? !IPV4.contains(octets)
                : IPV6_IN_USE.contains(octets) && !IPV6.contains(octets);
        return inUse && !METADATA.contains(octets) && !METADATA_IN_SHARED_SPACE.contains(octets);
    }

    /** The forbidden range of which a prefix has an address; empty: all its addresses may be those of hosts. */
    public static Optional<String> overlap(IpPrefix prefix) {
        boolean v4 = prefix.address() instanceof Inet4Address;
        if (!v4 && IPV6_IN_USE.prefixes().stream().noneMatch(range -> range.contains(prefix))) {
            return Optional.of("what is outside 2000::/3 and fc00::/7");
        }
        return (v4 ? IPV4 : IPV6)
                .overlapping(prefix)
                .or(() -> METADATA.overlapping(prefix))
                .map(IpPrefix::toString);
    }
}
