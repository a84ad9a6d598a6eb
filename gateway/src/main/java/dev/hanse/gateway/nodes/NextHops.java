// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.nodes;

import dev.hanse.net.address.ForbiddenAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** By which of its addresses nodes route to this host. */
final class NextHops {

    private NextHops() {}

    /**
     * The address that a node has connected to, and the first of the other family on the same interface: that one is on a link with the node.
     *
     * @param reached local end of the node's connection
     */
    static List<InetAddress> beside(InetAddress reached) {
        List<InetAddress> found = new ArrayList<>(List.of(reached));
        try {
            NetworkInterface device = NetworkInterface.getByInetAddress(reached);
            if (device != null) {
                device.inetAddresses()
                        .filter(each -> each instanceof Inet6Address != reached instanceof Inet6Address)
                        .filter(NextHops::isRoutable)
                        .findFirst()
                        .ifPresent(each -> found.add(unscoped(each)));
            }
        } catch (SocketException _) {
            // The one address is known.
        }
        return found;
    }

    private static boolean isRoutable(InetAddress address) {
        return ForbiddenAddresses.isHost(address) && !address.isLinkLocalAddress();
    }

    /** Java puts the interface behind an IPv6 address, as in fd00::1%eth0. */
    static InetAddress unscoped(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
