// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.time.NanoClock;
import dev.hanse.tunnel.route.UnderlayState.News;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what the tunnel itself sends, and what is exchanged with the control plane, out of the tunnel, wherever their addresses lie: rules have these packets ask a table of their own first, which
 * has for each prefix that leads into a tunnel the way that the host would take without. Does nothing where the kernel cannot, since such a gateway has no such peers. Puts back what others take away. What is set stays behind, as the
 * unreachable routes do: the next process takes it over. Thread-safe; all but {@link #trouble} blocks.
 */
public final class UnderlayGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UnderlayGuard.class);

    /** Checks without news between two attempts at what failed: five seconds. */
    private static final int PAUSE = 20;

    private final UnderlayState state;
    private final List<UnderlayFamily> families;
    private Set<IpPrefix> prefixes = Set.of();
    private Set<InetSocketAddress> controlPlane = Set.of();
    private boolean known;
    private boolean due;
    private int pause;
    private volatile String trouble = "";
    private boolean closed;

    /**
     * Has set nothing yet.
     *
     * @param device the tunnel's, which gives the table its number
     * @param port UDP port that the first worker sends from
     * @param workers of the tunnel
     * @param nanoClock tells how often somebody takes something away
     */
    public UnderlayGuard(UnderlayState state, String device, int port, int workers, NanoClock nanoClock) {
        this.state = state;
        UnderlayRules packets = new UnderlayRules(UnreachableMetric.of(device), port, workers);
        this.families = List.of(
                new UnderlayFamily(state, packets, false, nanoClock),
                new UnderlayFamily(state, packets, true, nanoClock));
    }

    /** These are to lead into the tunnel; to be called before they do. */
    public synchronized void prefixes(Set<IpPrefix> wanted) {
        prefixes = Set.copyOf(wanted);
        known = true;
        changed();
    }

    /** The control plane is reached at these, or listens at them on this host. */
    public synchronized void controlPlane(Collection<InetSocketAddress> addresses) {
        controlPlane = Set.copyOf(addresses);
        changed();
    }

    private void changed() {
        due = true;
        pause = 0;
        check();
    }

    /** Puts back what was taken away, and follows the host's routes; nothing before the first {@link #prefixes}, so that what a process before has left stays, nor after {@link #close}. To be called as often as {@link DeviceGuard#check}. */
    public synchronized void check() {
        if (closed || !known || !state.isAble()) {
            return;
        }
        News news = state.news(watched());
        due |= news != News.NONE;
        if (due && (news != News.NONE || pause-- <= 0)) {
            if (news != News.ROUTES) {
                families.forEach(UnderlayFamily::forgetLosses);
            }
            due = !isRepaired();
            pause = PAUSE;
        }
    }

    private Set<IpPrefix> watched() {
        Set<IpPrefix> watched = new HashSet<>(prefixes);
        families.forEach(family -> watched.addAll(family.prefixes()));
        return watched;
    }

    private boolean isRepaired() {
        try {
            boolean repaired = families.getFirst().repair(of(false), controlPlane)
                    & families.getLast().repair(of(true), controlPlane);
            tell(repaired ? "" : "another program on this host takes rules or routes of theirs away");
            return repaired;
        } catch (IOException e) {
            tell(String.valueOf(e.getMessage()));
            return false;
        } catch (RuntimeException e) {
            // What a host may have is not all known: the tunnel itself is not to end of it.
            LOG.debug("rules and routes of the tunnel's own packets", e);
            tell("the host has what this program cannot read: " + e);
            return false;
        }
    }

    private Set<IpPrefix> of(boolean v6) {
        return prefixes.stream()
                .filter(prefix -> prefix.address() instanceof Inet6Address == v6)
                .collect(Collectors.toSet());
    }

    private void tell(String now) {
        if (!now.isEmpty() && !now.equals(trouble)) {
            LOG.error(
                    "frames for gateways and control planes whose address lies in a pod prefix may be led into the tunnel: {} (tried again"
                            + " every {} s)",
                    now,
                    DeviceRoutes.RETRY.toSeconds());
        }
        trouble = now;
    }

    /** Why what the tunnel sends may be led into it; empty: it is not. Any thread. */
    public String trouble() {
        return trouble;
    }

    /** Looks no more; what is set stays: while the prefixes are unreachable, a control plane on this host answers by it. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            state.close();
        }
    }
}
