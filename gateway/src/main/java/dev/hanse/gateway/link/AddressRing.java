// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import java.util.List;
import java.util.Optional;

/** All known addresses of the control plane, tried in turn. Belongs to the control loop. */
final class AddressRing {

    private List<ControlPlaneAddress> addresses;
    private int current;

    AddressRing(List<ControlPlaneAddress> addresses) {
        this.addresses = List.copyOf(addresses);
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

    /** Replaces the addresses; the one in use stays the current one if it is still among them. */
    void replace(List<ControlPlaneAddress> fresh) {
        Optional<ControlPlaneAddress> inUse = current();
        addresses = List.copyOf(fresh);
        current = inUse.map(addresses::indexOf).filter(index -> index >= 0).orElse(0);
    }

    List<ControlPlaneAddress> all() {
        return addresses;
    }
}
