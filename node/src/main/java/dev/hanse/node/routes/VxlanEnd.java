// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import java.net.InetAddress;

/**
 * How a gateway that shares no link with this node takes packets.
 *
 * @param remote its address, at which this node calls it
 * @param port UDP port
 * @param vni number of the virtual network
 * @param refused why it takes none; empty: it does
 */
public record VxlanEnd(InetAddress remote, int port, int vni, String refused) {

    /** Whether it takes packets. */
    boolean isOpen() {
        return refused.isEmpty();
    }
}
