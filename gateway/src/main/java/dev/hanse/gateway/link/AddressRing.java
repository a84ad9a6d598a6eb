// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All known addresses of the control plane, tried in turn: those that it has named, and the last one at which it was
 * reached. Belongs to the control loop; {@link #all} may be called from any thread.
 */
public final class AddressRing {

    /** One name for all lines of the link. */
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeLink.class);

    private static final int MAX_ADDRESSES = 16;

    private final Consumer<List<ControlPlaneAddress>> learned;
    private volatile List<ControlPlaneAddress> addresses;
    private int current;

    /**
     * @param addresses what is known at the start
     * @param learned hears of every list that takes the place of the one before, on the control loop
     */
    public AddressRing(List<ControlPlaneAddress> addresses, Consumer<List<ControlPlaneAddress>> learned) {
        this.addresses = List.copyOf(addresses);
        this.learned = learned;
    }

    /** The address whose turn it is; empty when none is known. */
    Optional<ControlPlaneAddress> current() {
        return addresses.isEmpty() ? Optional.empty() : Optional.of(addresses.get(current));
    }

    /**
     * The next attempt goes to the next address.
     *
     * @return whether there is another address than the one before
     */
    boolean advance() {
        current = addresses.isEmpty() ? 0 : (current + 1) % addresses.size();
        return addresses.size() > 1;
    }

    /**
     * The control plane was reached at the current address and has named all that it has. The current one stays, first
     * of all where it is not among those named: what worked is not given up for what somebody wrote into a
     * configuration.
     *
     * @param named at most the first 16 are read; none that can be read: as before
     */
    void learn(List<String> named) {
        Set<ControlPlaneAddress> fresh = parse(named);
        if (!fresh.isEmpty()) {
            replace(fresh);
            learned.accept(addresses);
        }
    }

    /** The control plane was reached at these by other means: they are tried first, and the others stay. On the control loop. */
    public void found(List<ControlPlaneAddress> reached) {
        List<ControlPlaneAddress> all = new ArrayList<>(reached);
        addresses.stream().filter(each -> !all.contains(each)).forEach(all::add);
        addresses = List.copyOf(all.subList(0, Math.min(MAX_ADDRESSES, all.size())));
        current = 0;
        learned.accept(addresses);
    }

    private void replace(Set<ControlPlaneAddress> fresh) {
        Optional<ControlPlaneAddress> inUse = current();
        List<ControlPlaneAddress> next = new ArrayList<>(fresh);
        inUse.filter(each -> !fresh.contains(each)).ifPresent(next::addFirst);
        if (next.size() > fresh.size() && !next.equals(addresses)) {
            LOG.info(
                    "link: the control plane was reached at {}, which is not among the addresses that it names: {};"
                            + " all are tried from now on",
                    next.getFirst(),
                    fresh);
        }
        addresses = List.copyOf(next);
        current = inUse.map(addresses::indexOf).orElse(0);
    }

    private static Set<ControlPlaneAddress> parse(List<String> named) {
        Set<ControlPlaneAddress> parsed = new LinkedHashSet<>();
        for (String text : named.stream().limit(MAX_ADDRESSES).toList()) {
            try {
                parsed.add(ControlPlaneAddress.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.warn("link: left out an address that the control plane named: {}", e.getMessage());
            }
        }
        return parsed;
    }

    /** Every known address. Any thread. */
    public List<ControlPlaneAddress> all() {
        return addresses;
    }
}
