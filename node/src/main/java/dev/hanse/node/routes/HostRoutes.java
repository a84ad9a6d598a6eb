// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/** The kernel's main routing table, or a stand-in for it. One thread at a time. */
public interface HostRoutes extends AutoCloseable {

    /** Whether something of the network may have changed since the last call, which is true of the first one. */
    boolean mayHaveChanged();

    /**
     * All routes of both families.
     *
     * @throws IOException if the kernel does not say
     */
    List<Route> table() throws IOException;

    /** All addresses of this host; those known last where the kernel does not say. */
    Set<InetAddress> addresses();

    /**
     * Makes a route, in place of one of the same destination and metric.
     *
     * @throws IOException if the kernel refuses
     */
    void replace(Route route) throws IOException;

    /**
     * Deletes a route; nothing where it is gone.
     *
     * @throws IOException if the kernel refuses
     */
    void delete(Route route) throws IOException;

    @Override
    void close();
}
