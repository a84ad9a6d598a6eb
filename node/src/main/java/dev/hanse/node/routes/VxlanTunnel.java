// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.Encapsulation;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Hop;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the VXLAN device there for plans that lead through it, and not for others. Where a gateway is on this node the device is that one's. One thread. */
final class VxlanTunnel {

    private static final Logger LOG = LoggerFactory.getLogger(RouteKeeper.class);

    private final TunnelDevice device;
    private boolean clear;

    VxlanTunnel(TunnelDevice device) {
        this.device = device;
    }

    /**
     * The plan on the device as it is now; without what leads through it where it cannot be.
     *
     * @throws LinuxException if the kernel does not say what there is: what works is not given up for that
     */
    RoutePlan carried(RoutePlan plan, WantedRoutes wanted, List<Route> table) throws LinuxException {
        Set<InetAddress> remotes = remotes(plan);
        if (remotes.isEmpty()) {
            return plan;
        }
        clear = false;
        try {
            int port = wanted.vxlanPort();
            return onDevice(
                    plan,
                    wanted.ofGateway()
                            ? device.ofGateway(port)
                            : device.keep(port, NodeRoutes.underlays(remotes, table)));
        } catch (LinuxException e) {
            throw e;
        } catch (IOException e) {
            return without(plan, String.valueOf(e.getMessage()));
        }
    }

    /** Whether there is a device; where the kernel does not say there may be. */
    boolean isThere() {
        try {
            return device.isThere();
        } catch (IOException _) {
            return true;
        }
    }

    private static Set<InetAddress> remotes(RoutePlan plan) {
        return plan.routes().stream()
                .flatMap(route -> route.hops().stream())
                .flatMap(hop -> hop.into().stream())
                .map(Encapsulation::remote)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static RoutePlan onDevice(RoutePlan plan, int index) {
        List<Route> routes = plan.routes().stream()
                .map(route -> isThrough(route)
                        ? NodeRoutes.through(
                                NodeRoutes.prefix(route),
                                route.hops().stream()
                                        .map(hop -> new Hop(hop.gateway(), index, hop.weight(), hop.into()))
                                        .toList())
                        : route)
                .toList();
        return new RoutePlan(routes, plan.findings());
    }

    private static boolean isThrough(Route route) {
        return route.hops().stream().anyMatch(hop -> hop.into().isPresent());
    }

    private static RoutePlan without(RoutePlan plan, String why) {
        List<Finding> findings = new ArrayList<>(plan.findings());
        findings.add(Finding.warning(
                "VXLAN_REFUSED",
                "gateways that share no link with this node are not reached: " + why,
                "do what the text says; it is tried again every 5 s"));
        return new RoutePlan(
                plan.routes().stream().filter(route -> !isThrough(route)).toList(), findings);
    }

    /** When the kernel has what the plan says: the device goes where nothing leads through it. */
    void settle(RoutePlan plan, WantedRoutes wanted) {
        if (clear || wanted.ofGateway() || !remotes(plan).isEmpty()) {
            return;
        }
        try {
            device.remove();
            clear = true;
        } catch (IOException e) {
            LOG.debug("vxlan: the device stays", e);
        }
    }
}
