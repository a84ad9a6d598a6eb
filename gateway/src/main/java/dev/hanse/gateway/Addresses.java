// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway;

import dev.hanse.net.address.ForbiddenAddresses;
import java.net.InetSocketAddress;

/** Checks of socket addresses in the configuration. */
final class Addresses {

    private Addresses() {}

    /** An address to listen on: a literal address; port 0 lets the system choose. */
    static InetSocketAddress requireListen(String key, InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(key + ": " + address.getHostString() + ":" + address.getPort()
                    + " (expected: a literal address and a port, as 0.0.0.0:9481)");
        }
        return address;
    }

    /** An address that others send to: a literal address that names one host to all of them, and a port. */
    static InetSocketAddress requireReachable(String key, InetSocketAddress address) {
        requireListen(key, address);
        if (address.getPort() == 0 || !ForbiddenAddresses.isHost(address.getAddress())) {
            throw new IllegalArgumentException(
                    key + ": " + address.getAddress().getHostAddress() + ":" + address.getPort()
                            + " (expected: the address of one host that others reach, and a port, as 192.0.2.1:51820)");
        }
        return address;
    }
}
