// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.rpc;

import dev.hanse.net.address.IpLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The IP addresses behind the control plane's addresses: those that are literals at once, those behind names once DNS has answered, and as long as it answers with nothing else. Thread-safe.
 */
public final class ControlPlaneHosts implements Supplier<Set<InetAddress>> {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneHosts.class);

    /** What names that change all the time may come to; connecting anew begins anew. */
    static final int MAX_KNOWN = 64;

    private final Executor blocking;
    private final Lookup dns;
    private final Map<ControlPlaneAddress, Set<InetSocketAddress>> byName = new HashMap<>();
    private Consumer<Set<InetSocketAddress>> listener = _ -> {};
    private Set<InetSocketAddress> literals = Set.of();
    private boolean full;
    private volatile Set<InetSocketAddress> known = Set.of();

    /** Asks for the addresses of a name, and blocks. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    /** @param blocking asks DNS */
    public ControlPlaneHosts(Executor blocking) {
        this(blocking, InetAddress::getAllByName);
    }

    ControlPlaneHosts(Executor blocking, Lookup dns) {
        this.blocking = blocking;
        this.dns = dns;
    }

    /** Is told of all that is known, now and after each change; must not block. */
    public synchronized void listen(Consumer<Set<InetSocketAddress>> told) {
        listener = told;
        told.accept(known);
    }

    /** The control plane is reached at these. What is known of a name stays until DNS has answered. */
    public synchronized void learn(List<ControlPlaneAddress> addresses) {
        Set<InetSocketAddress> now = new HashSet<>();
        Set<ControlPlaneAddress> names = new HashSet<>();
        for (ControlPlaneAddress address : addresses) {
            try {
                now.add(new InetSocketAddress(IpLiteral.parse(address.host()), address.port()));
            } catch (IllegalArgumentException _) {
                names.add(address);
            }
        }
        literals = now;
        byName.keySet().retainAll(names);
        names.forEach(name -> byName.putIfAbsent(name, Set.of()));
        tell();
        names.forEach(name -> blocking.execute(() -> resolve(name, Set.of())));
    }

    /** Asks DNS again for names, which may lead elsewhere than when they were learned: the link may still go to where they led before. */
    public synchronized void refresh() {
        byName.keySet().forEach(name -> blocking.execute(() -> resolve(name, of(name))));
    }

    private synchronized Set<InetSocketAddress> of(ControlPlaneAddress name) {
        return byName.getOrDefault(name, Set.of());
    }

    private void resolve(ControlPlaneAddress name, Set<InetSocketAddress> before) {
        try {
            Set<InetSocketAddress> found = new HashSet<>(before);
            for (InetAddress each : dns.of(name.host())) {
                found.add(new InetSocketAddress(each, name.port()));
            }
            put(name, found);
        } catch (UnknownHostException e) {
            LOG.debug("link: {} has no address here", name, e);
        }
    }

    private synchronized void put(ControlPlaneAddress name, Set<InetSocketAddress> found) {
        Set<InetSocketAddress> before = byName.get(name);
        if (before == null) {
            return;
        }
        if (known.size() - before.size() + found.size() <= MAX_KNOWN) {
            byName.put(name, found);
            tell();
        } else if (!full) {
            full = true;
            LOG.warn(
                    "link: {} leads to more addresses than are kept apart from the tunnel (expected: at most {} of all control"
                            + " planes): later ones are left out",
                    name,
                    MAX_KNOWN);
        }
    }

    private void tell() {
        Set<InetSocketAddress> now = new HashSet<>(literals);
        byName.values().forEach(now::addAll);
        if (!now.equals(known)) {
            known = Set.copyOf(now);
            listener.accept(known);
        }
    }

    @Override
    public Set<InetAddress> get() {
        return known.stream().map(InetSocketAddress::getAddress).collect(Collectors.toSet());
    }
}
