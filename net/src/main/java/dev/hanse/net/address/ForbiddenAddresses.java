// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Addresses that mean another host to everybody who uses them: whoever is sent there on a stranger's word talks to itself, to its neighbours or to its
 * cloud's metadata service.
 *
 * <p>IPv4 in its mapped form (RFC 4291, section 2.5.5.2) is IPv4 here: the JDK unwraps it wherever it makes an address.
 */
public final class ForbiddenAddresses {

    private static final PrefixSet METADATA =
            new PrefixSet(List.of(IpPrefix.parse("169.254.169.254/32"), IpPrefix.parse("fd00:ec2::254/128")));

    private ForbiddenAddresses() {}

    /** Whether an address is of one host that all others know by it: not loopback, link-local, multicast or unspecified. */
    public static boolean isUnicast(InetAddress address) {
        return !address.isAnyLocalAddress()
                && !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isMulticastAddress();
    }

    /**
     * Whether a cluster may export an address, if its prefixes have it: {@linkplain #isUnicast unicast}, and not "this network", the limited broadcast
     * address, IPv4 in the old compatible form, or a metadata service.
     */
    public static boolean isExportable(InetAddress address) {
        return isUnicast(address) && !isThisNetworkOrBroadcast(address) && !METADATA.contains(address);
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
