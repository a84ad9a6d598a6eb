// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import java.util.List;

/**
 * What a member holds when it starts to serve.
 *
 * @param certificate its credentials, and when to renew them
 * @param addresses where the control plane was last known to be
 */
record Membership(IssuedCertificate certificate, List<ControlPlaneAddress> addresses) {

    /** Copies the list. */
    public Membership {
        addresses = List.copyOf(addresses);
    }
}
