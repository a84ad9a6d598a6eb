// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.rpc;

import dev.hanse.net.address.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The IP addresses behind the control plane's addresses: those that are literals at once, those behind names once DNS has answered. Thread-safe.
 */
public final class ControlPlaneHosts implements Supplier<Set<InetAddress>> {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneHosts.class);

    private final Executor blocking;
    private volatile Set<InetAddress> known = Set.of();

    /** @param blocking asks DNS */
    public ControlPlaneHosts(Executor blocking) {
        this.blocking = blocking;
    }

    /** The control plane is reached at these. */
    public void learn(List<ControlPlaneAddress> addresses) {
        Set<InetAddress> literals = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (ControlPlaneAddress address : addresses) {
            try {
                literals.add(IpLiteral.parse(address.host()));
            } catch (IllegalArgumentException _) {
                names.add(address.host());
            }
        }
        known = Set.copyOf(literals);
        names.forEach(name -> blocking.execute(() -> resolve(name)));
    }

    private void resolve(String name) {
        try {
            add(List.of(InetAddress.getAllByName(name)));
        } catch (UnknownHostException e) {
            LOG.debug("link: {} has no address here", name, e);
        }
    }

    private synchronized void add(List<InetAddress> found) {
        Set<InetAddress> more = new HashSet<>(known);
        more.addAll(found);
        known = Set.copyOf(more);
    }

    @Override
    public Set<InetAddress> get() {
        return known;
    }
}
