// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import java.io.IOException;
import java.util.Collection;

/** The VXLAN device to gateways that share no link with this node, or a stand-in for it. One thread at a time. */
public interface TunnelDevice {

    /**
     * A link that packets leave by in VXLAN.
     *
     * @param device index of the link
     * @param overhead octets around each packet
     */
    record Underlay(int device, int overhead) {}

    /**
     * Makes it where it is not there, and has it take no longer packets than fit.
     *
     * @param port UDP port
     * @param under links that it sends by
     * @return index of the link
     * @throws dev.hanse.net.linux.LinuxException if the kernel does not say what there is, or refuses to change it: nothing is known of it then
     * @throws IOException if that cannot be; says why
     */
    int keep(int port, Collection<Underlay> under) throws IOException;

    /**
     * The one that the gateway on this node has made.
     *
     * @return index of the link
     * @throws dev.hanse.net.linux.LinuxException if the kernel does not say
     * @throws IOException if there is none of this port
     */
    int ofGateway(int port) throws IOException;

    /**
     * Whether there is one, whoever of this project has made it.
     *
     * @throws IOException if the kernel does not say
     */
    boolean isThere() throws IOException;

    /**
     * Takes it away where it is ours; nothing where there is none.
     *
     * @throws IOException if the kernel refuses
     */
    void remove() throws IOException;
}
