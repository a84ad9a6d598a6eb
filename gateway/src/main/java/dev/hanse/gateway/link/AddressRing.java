// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All known addresses of the control plane, tried in turn. Belongs to the control loop; {@link #all} may be called from
 * any thread.
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
     * The control plane has named all its addresses; the one in use stays the current one if it is still among them.
     *
     * @param named at most the first 16 are read; none that can be read: as before
     */
    void learn(List<String> named) {
        List<ControlPlaneAddress> fresh = parse(named);
        if (!fresh.isEmpty()) {
            replace(fresh);
            learned.accept(fresh);
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

    private void replace(List<ControlPlaneAddress> fresh) {
        Optional<ControlPlaneAddress> inUse = current();
        addresses = List.copyOf(fresh);
        current = inUse.map(addresses::indexOf).filter(index -> index >= 0).orElse(0);
    }

    private static List<ControlPlaneAddress> parse(List<String> named) {
        List<ControlPlaneAddress> parsed = new ArrayList<>();
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
