// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.linux.rtnetlink.NetworkMessage.Hop;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A kernel with the links 192.0.2.0/24 and 2001:db8::/64, which does as it is told. */
public final class FakeHost implements HostRoutes {

    static final int LINK = 3;

    final List<Route> table = new ArrayList<>(List.of(
            new Route(InetAddress.ofLiteral("192.0.2.0"), 24, NodeRoutes.OF_KERNEL, LINK, 0, 0, false, false),
            new Route(InetAddress.ofLiteral("2001:db8::"), 64, NodeRoutes.OF_KERNEL, LINK, 256, 0, false, false)));
    final Set<InetAddress> local = new HashSet<>();
    int orders;
    boolean refuses;
    private boolean news = true;

    /** A link has this prefix from now on. */
    public void link(String destination, int bits) {
        add(destination, bits, NodeRoutes.OF_KERNEL, 0);
    }

    /** It has this address from now on. */
    public void address(String text) {
        local.add(InetAddress.ofLiteral(text));
        news = true;
    }

    /** It has it no longer. */
    public void unlink(String destination) {
        table.removeIf(route -> route.protocol() == NodeRoutes.OF_KERNEL
                && route.destination().equals(InetAddress.ofLiteral(destination)));
        news = true;
    }

    /** A process before this one has left a route. */
    public void leave(String destination, int bits) {
        add(destination, bits, NodeRoutes.PROTOCOL, NodeRoutes.METRIC);
    }

    void add(String destination, int bits, int protocol, long metric) {
        table.add(new Route(InetAddress.ofLiteral(destination), bits, protocol, 9, metric, 0, false, false));
        news = true;
    }

    void takeAwayOurs() {
        table.removeIf(NodeRoutes::isOurs);
        news = true;
    }

    /** Prefixes of our routes, each once. */
    public Set<String> routed() {
        return ours().stream().map(route -> NodeRoutes.prefix(route).toString()).collect(Collectors.toSet());
    }

    List<Route> ours() {
        return table.stream().filter(NodeRoutes::isOurs).toList();
    }

    /** Gateways of our routes. */
    public List<String> hops() {
        return ours().stream()
                .flatMap(route -> route.hops().stream())
                .map(Hop::gateway)
                .flatMap(Optional::stream)
                .map(InetAddress::getHostAddress)
                .sorted()
                .toList();
    }

    @Override
    public boolean mayHaveChanged() {
        boolean now = news;
        news = false;
        return now;
    }

    @Override
    public List<Route> table() {
        return List.copyOf(table);
    }

    @Override
    public Set<InetAddress> addresses() {
        return Set.copyOf(local);
    }

    @Override
    public void replace(Route route) throws IOException {
        if (refuses) {
            throw new IOException("refused");
        }
        orders++;
        table.removeIf(
                each -> NodeRoutes.prefix(each).equals(NodeRoutes.prefix(route)) && each.metric() == route.metric());
        table.add(route);
        news = true;
    }

    @Override
    public void delete(Route route) {
        orders++;
        table.remove(route);
        news = true;
    }

    @Override
    public void close() {}
}
