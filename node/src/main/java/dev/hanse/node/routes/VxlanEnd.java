// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import java.net.InetAddress;

/**
 * How a gateway that shares no link with this node takes packets.
 *
 * @param remote its address, at which this node calls it
 * @param port UDP port; 0: it takes none
 * @param vni number of the virtual network
 * @param refused why it takes none, or this node sends none; empty: it does
 */
public record VxlanEnd(InetAddress remote, int port, int vni, String refused) {

    /** One that takes none. */
    public static VxlanEnd refused(InetAddress remote, String why) {
        return new VxlanEnd(remote, 0, 0, why);
    }

    /** Whether it takes packets, and this node sends them. */
    boolean isOpen() {
        return refused.isEmpty();
    }

    /** Whether it takes packets, also where this node sends none now. */
    boolean isOffered() {
        return port != 0;
    }
}
