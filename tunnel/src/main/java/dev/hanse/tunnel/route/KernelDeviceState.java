// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.NetworkMessage;
import dev.hanse.net.linux.rtnetlink.RouteSocket;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The real one: listens to the kernel and, where something happened, asks it. Costs one system call while nothing happens. */
public final class KernelDeviceState implements DeviceState {

    private final String device;
    private final RouteSocket news;
    private boolean asked;

    private KernelDeviceState(String device, RouteSocket news) {
        this.device = device;
        this.news = news;
    }

    /**
     * Begins to listen.
     *
     * @throws LinuxException if this process may not
     */
    public static KernelDeviceState of(String device) throws LinuxException {
        return new KernelDeviceState(device, RouteSocket.ofNews());
    }

    @Override
    public boolean mayHaveChanged(Set<IpPrefix> wanted) {
        List<NetworkMessage> heard = news.news();
        boolean first = !asked;
        asked = true;
        return first || heard.stream().anyMatch(message -> concerns(message, wanted));
    }

    private boolean concerns(NetworkMessage message, Set<IpPrefix> wanted) {
        return switch (message) {
            case NetworkMessage.Link link -> link.name().equals(device);
            case NetworkMessage.Route route -> wanted.contains(prefix(route));
            case NetworkMessage.Rule _ -> false;
            case NetworkMessage.Address _, NetworkMessage.Lost _ -> true;
        };
    }

    @Override
    public Link link() throws IOException {
        return RouteSocket.link(device)
                .map(link -> link.up() ? Link.UP : Link.DOWN)
                .orElse(Link.GONE);
    }

    @Override
    public Map<IpPrefix, Integer> routes() throws IOException {
        Optional<NetworkMessage.Link> link = RouteSocket.link(device);
        Map<IpPrefix, Integer> mtus = new HashMap<>();
        if (link.isPresent()) {
            routes(route -> !route.unreachable() && route.device() == link.get().index())
                    .forEach(route -> mtus.put(prefix(route), route.mtu()));
        }
        return mtus;
    }

    @Override
    public Set<IpPrefix> unreachable() throws IOException {
        long metric = UnreachableMetric.of(device);
        return routes(route -> route.unreachable() && route.metric() == metric)
                .map(KernelDeviceState::prefix)
                .collect(Collectors.toSet());
    }

    private static Stream<NetworkMessage.Route> routes(Predicate<NetworkMessage.Route> which) throws IOException {
        return RouteSocket.routes(DeviceRoutes.PROTOCOL).stream().filter(which);
    }

    private static IpPrefix prefix(NetworkMessage.Route route) {
        return IpPrefix.around(route.destination(), route.bits());
    }

    @Override
    public void close() {
        news.close();
    }
}
