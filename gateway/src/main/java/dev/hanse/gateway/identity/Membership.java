// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a member holds when it starts to serve.
 *
 * @param held its credentials, and when to renew them; empty: they are lost, and what it knows is not
 * @param addresses where the control plane was last known to be
 */
record Membership(Optional<IssuedCertificate> held, List<ControlPlaneAddress> addresses) {

    /** Copies the list. */
    public Membership {
        addresses = List.copyOf(addresses);
    }

    Membership(IssuedCertificate certificate, List<ControlPlaneAddress> addresses) {
        this(Optional.of(certificate), addresses);
    }

    /** What {@code held} has, where something was issued just now. */
    IssuedCertificate certificate() {
        return held.orElseThrow();
    }
}
