// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.rpc;

import dev.hanse.net.address.IpLiteral;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The IP addresses behind the control plane's addresses: those that are literals at once, those behind names once DNS has answered. Thread-safe.
 */
public final class ControlPlaneHosts implements Supplier<Set<InetAddress>> {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneHosts.class);

    /** What a name that changes all the time may come to; connecting anew begins anew. */
    private static final int MAX_KNOWN = 64;

    private final Executor blocking;
    private Consumer<Set<InetSocketAddress>> listener = _ -> {};
    private Set<ControlPlaneAddress> names = Set.of();
    private volatile Set<InetSocketAddress> known = Set.of();

    /** @param blocking asks DNS */
    public ControlPlaneHosts(Executor blocking) {
        this.blocking = blocking;
    }

    /** Is told of all that is known, now and after each change; must not block. */
    public synchronized void listen(Consumer<Set<InetSocketAddress>> told) {
        listener = told;
        told.accept(known);
    }

    /** The control plane is reached at these. */
    public synchronized void learn(List<ControlPlaneAddress> addresses) {
        Set<InetSocketAddress> literals = new HashSet<>();
        Set<ControlPlaneAddress> others = new HashSet<>();
        for (ControlPlaneAddress address : addresses) {
            try {
                literals.add(new InetSocketAddress(IpLiteral.parse(address.host()), address.port()));
            } catch (IllegalArgumentException _) {
                others.add(address);
            }
        }
        names = Set.copyOf(others);
        tell(literals);
        refresh();
    }

    /** Asks DNS again for names, which may lead elsewhere than when they were learned. */
    public synchronized void refresh() {
        names.forEach(name -> blocking.execute(() -> resolve(name)));
    }

    private void resolve(ControlPlaneAddress name) {
        try {
            List<InetAddress> found = List.of(InetAddress.getAllByName(name.host()));
            add(found.stream()
                    .map(each -> new InetSocketAddress(each, name.port()))
                    .toList());
        } catch (UnknownHostException e) {
            LOG.debug("link: {} has no address here", name, e);
        }
    }

    private synchronized void add(List<InetSocketAddress> found) {
        if (known.size() < MAX_KNOWN) {
            Set<InetSocketAddress> more = new HashSet<>(known);
            more.addAll(found);
            tell(more);
        }
    }

    private void tell(Set<InetSocketAddress> now) {
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
