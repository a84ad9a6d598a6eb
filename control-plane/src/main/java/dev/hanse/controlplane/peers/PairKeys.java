// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.net.keys.PresharedKey;

/** Gives each pair of gateways its pre-shared key. */
@FunctionalInterface
public interface PairKeys {

    /**
     * The key of the pair: the same in either order and at any time, another one once either gateway has joined anew.
     */
    PresharedKey of(GatewayMember one, GatewayMember other);
}
