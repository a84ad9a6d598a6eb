// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.net.address.IpPrefix;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Addresses that no cluster may export, whatever its prefixes say: a client sent there would talk to itself, to its
 * neighbours or to its cloud's metadata service instead of the exporter.
 */
final class ForbiddenAddresses {

    private static final List<IpPrefix> METADATA =
            List.of(IpPrefix.parse("169.254.169.254/32"), IpPrefix.parse("fd00:ec2::254/128"));

    private ForbiddenAddresses() {}

    static boolean contains(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || isThisNetworkOrBroadcast(address)
                || METADATA.stream().anyMatch(prefix -> prefix.contains(address));
    }

    /** 0.0.0.0/8 and the limited broadcast address (RFC 6890); embedded IPv4 in the old IPv4-compatible form. */
    private static boolean isThisNetworkOrBroadcast(InetAddress address) {
        byte[] octets = address.getAddress();
        if (address instanceof Inet6Address v6) {
            return v6.isIPv4CompatibleAddress();
        }
        return octets[0] == 0 || (octets[0] & octets[1] & octets[2] & octets[3]) == -1;
    }
}
