// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import dev.hanse.net.linux.rtnetlink.RouteSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/** The real one. Costs one system call while nothing happens. */
public final class KernelRoutes implements HostRoutes {

    private final RouteSocket news;
    private final KnownAddresses addresses = KnownAddresses.ofHost();
    private boolean asked;

    private KernelRoutes(RouteSocket news) {
        this.news = news;
    }

    /**
     * Begins to listen.
     *
     * @throws LinuxException if this process may not
     */
    public static KernelRoutes open() throws LinuxException {
        return new KernelRoutes(RouteSocket.ofNews());
    }

    @Override
    public boolean mayHaveChanged() {
        boolean first = !asked;
        asked = true;
        return !news.news().isEmpty() || first;
    }

    @Override
    public List<Route> table() throws IOException {
        return RouteSocket.mainTable();
    }

    @Override
    public Set<InetAddress> addresses() {
        return addresses.now();
    }

    @Override
    public void replace(Route route) throws IOException {
        RouteSocket.replace(route);
    }

    @Override
    public void delete(Route route) throws IOException {
        try {
            RouteSocket.delete(route);
        } catch (LinuxException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        news.close();
    }
}
