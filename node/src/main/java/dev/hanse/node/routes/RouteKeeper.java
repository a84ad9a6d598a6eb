// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Hop;
import dev.hanse.net.linux.rtnetlink.NetworkMessage.Route;
import dev.hanse.net.time.NanoClock;
import dev.hanse.net.time.SlowStart;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps the kernel's routes as they are wanted, whoever changes them: looks where the wish or the kernel has changed, and repairs what differs. What somebody takes away again and again is set every five
 * seconds only. Nothing is deleted before anything is wanted. One thread.
 */
public final class RouteKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteKeeper.class);

    /** How often {@link #check} is to be called. */
    public static final Duration INTERVAL = Duration.ofMillis(200);

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final HostRoutes host;
    private final VxlanTunnel tunnel;
    private final NanoClock clock;
    private final Quarrels quarrels;
    private final Map<String, String> failures = new HashMap<>();
    private final SlowStart<InetAddress> slowStart = new SlowStart<>();
    private WantedRoutes wanted = WantedRoutes.NONE;
    private Map<InetAddress, Integer> shares = Map.of();
    private boolean fresh;
    private boolean sharing;
    private boolean due;
    private boolean retrying;
    private long retryNanos;
    private String trouble = "";
    private volatile State state = State.NONE;

    /**
     * What there is.
     *
     * @param through prefixes that are routed to gateways
     * @param closed prefixes that are unreachable
     * @param devices links that the gateways are on
     * @param complete whether all is as wanted
     */
    public record State(int through, int closed, List<Integer> devices, boolean complete, List<Finding> findings) {

        /** Before the first look. */
        public static final State NONE = new State(0, 0, List.of(), false, List.of());

        /** Copies the lists. */
        public State {
            devices = List.copyOf(devices);
            findings = List.copyOf(findings);
        }
    }

    /**
     * @param host the kernel
     * @param device to gateways that share no link with this node
     * @param clock monotonic
     */
    public RouteKeeper(HostRoutes host, TunnelDevice device, NanoClock clock) {
        this.host = host;
        this.tunnel = new VxlanTunnel(device);
        this.clock = clock;
        this.quarrels = new Quarrels(clock);
        this.retryNanos = clock.nanoTime();
    }

    /** Wants this from now on, and makes it so. Blocks for some system calls. */
    public void want(WantedRoutes routes) {
        if (!routes.equals(wanted)) {
            wanted = routes;
            slowStart.set(routes.hops(), clock.nanoTime());
            fresh = true;
            check();
        }
    }

    /** Prefixes among these that are routed on a host such as it is now: they clash neither with this cluster's own nor with a link. Blocks for a system call. */
    public Set<IpPrefix> routable(WantedRoutes routes) {
        try {
            return RoutePlan.routable(routes, host.table());
        } catch (IOException _) {
            // Told where routes are to be set. Of links nothing is known now.
            return RoutePlan.routable(routes, List.of());
        }
    }

    /** The same, of a node that has or had one of these gateways where an address of them is one of this host. */
    public WantedRoutes onHost(WantedRoutes routes) {
        return routes.on(host.addresses());
    }

    /** Whether a gateway on this host is heard. */
    public boolean isGatewayHere(WantedRoutes routes) {
        return !routes.remembered() && !Collections.disjoint(routes.gateways(), host.addresses());
    }

    /** Whether a VXLAN device of a gateway, or of a node, is there. Blocks for a system call. */
    public boolean hasDevice() {
        return tunnel.isThere();
    }

    /** Whether an address is behind a router: neither this host's nor on one of its links. Blocks for a system call. */
    public boolean isRouted(InetAddress address) {
        try {
            return !host.addresses().contains(address)
                    && NodeRoutes.onLink(address, host.table()).isEmpty();
        } catch (IOException _) {
            // Told where routes are to be set.
            return false;
        }
    }

    /** Under which of this host's addresses its own processes speak to other clusters: at most one of each family. */
    public Set<InetAddress> ownAddresses(WantedRoutes routes) {
        return OwnAddresses.among(host.addresses(), routes.pods());
    }

    /** What there is. Any thread. */
    public State state() {
        return state;
    }

    /** Looks where something may differ. Blocks for some system calls. */
    public void check() {
        share();
        boolean news = host.mayHaveChanged();
        boolean late = due && clock.nanoTime() - retryNanos >= RETRY.toNanos();
        if ((!news && !fresh && !late) || wanted.isNone()) {
            return;
        }
        retrying = late;
        retryNanos = late || !due ? clock.nanoTime() : retryNanos;
        due = !isRepaired();
        fresh = false;
    }

    private void share() {
        Map<InetAddress, Integer> now = slowStart.shares(clock.nanoTime());
        sharing = !fresh && !now.equals(shares);
        fresh |= sharing;
        shares = now;
    }

    private boolean isRepaired() {
        try {
            List<Route> table = host.table();
            RoutePlan wish = RoutePlan.of(wanted, shares, table, host.addresses());
            RoutePlan plan = tunnel.carried(wish, wanted, table);
            RouteChanges changes = RouteChanges.of(plan.routes(), table);
            boolean done =
                    carriedOut(changes) && plan.routes().size() == wish.routes().size();
            tunnel.settle(wish, wanted);
            tell(plan, table, done);
            trouble = "";
            return done;
        } catch (IOException e) {
            onTrouble(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void onTrouble(String message) {
        if (!message.equals(trouble)) {
            trouble = message;
            LOG.error("routes: the kernel does not say which it has, and none is set: {}", message);
        }
    }

    private boolean carriedOut(RouteChanges changes) {
        boolean done = true;
        for (Route route : changes.replaced()) {
            done &= isSet(route);
        }
        for (Route route : changes.deleted()) {
            done &= isDone(route, "removed", host::delete);
        }
        return done;
    }

    private boolean isSet(Route route) {
        // A change of ours is no quarrel with somebody else.
        if (!fresh && !retrying && quarrels.isTaken(label(route))) {
            return false;
        }
        return isDone(route, fresh ? "set" : "set again, it was taken away or changed by somebody else", host::replace);
    }

    /** An order to the kernel. */
    private interface Order {
        void give(Route route) throws IOException;
    }

    private boolean isDone(Route route, String what, Order order) {
        try {
            order.give(route);
            failures.remove(label(route));
            LOG.atLevel(sharing ? Level.DEBUG : Level.INFO).log("{} {}", label(route), what);
            return true;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(failures.put(label(route), reason))) {
                LOG.error(
                        "{} cannot be {}: {} (tried again every {} s)", label(route), what, reason, RETRY.toSeconds());
            }
            return false;
        }
    }

    private static String label(Route route) {
        String prefix = NodeRoutes.prefix(route).toString();
        return route.unreachable()
                ? "unreachable route " + prefix
                : "route " + prefix + " via "
                        + route.hops().stream().map(RouteKeeper::label).toList();
    }

    /** One of somebody else, with our protocol and metric, may lead to a link alone. */
    private static String label(Hop hop) {
        return hop.into().map(into -> "vxlan " + into.remote().getHostAddress()).orElseGet(() -> neighbour(hop));
    }

    private static String neighbour(Hop hop) {
        return hop.gateway().map(InetAddress::getHostAddress).orElse("link " + hop.device());
    }

    private void tell(RoutePlan plan, List<Route> table, boolean done) {
        List<Finding> findings = new ArrayList<>(plan.findings());
        failures.keySet()
                .retainAll(plan.routes().stream().map(RouteKeeper::label).toList());
        failures.forEach((label, reason) -> findings.add(Finding.warning(
                "ROUTE_REFUSED", label + ": " + reason, "see which route stands in its way: ip route show")));
        quarrels.taken()
                .forEach(label -> findings.add(Finding.warning(
                        "ROUTE_TAKEN_AWAY",
                        label + ": another program on this node removes it again and again; it is set every "
                                + RETRY.toSeconds() + " s",
                        "find that program: ip monitor route")));
        List<Route> through =
                plan.routes().stream().filter(route -> !route.unreachable()).toList();
        state = new State(
                through.size(), plan.routes().size() - through.size(), devices(through, table), done, findings);
    }

    /** Of what leaves in VXLAN those that it leaves by: its own comes and goes. */
    private static List<Integer> devices(List<Route> through, List<Route> table) {
        Set<Integer> devices = new LinkedHashSet<>();
        Set<InetAddress> remotes = new HashSet<>();
        for (Hop hop : through.stream().flatMap(route -> route.hops().stream()).toList()) {
            hop.into().ifPresentOrElse(into -> remotes.add(into.remote()), () -> devices.add(hop.device()));
        }
        NodeRoutes.underlays(remotes, table).forEach(under -> devices.add(under.device()));
        return List.copyOf(devices);
    }

    /** Deletes all of this project's routes of a node, whoever made them. */
    public static int removeAll(HostRoutes host) throws IOException {
        List<Route> ours = host.table().stream().filter(NodeRoutes::isOurs).toList();
        for (Route route : ours) {
            host.delete(route);
        }
        return ours.size();
    }

    @Override
    public void close() {
        host.close();
    }
}
