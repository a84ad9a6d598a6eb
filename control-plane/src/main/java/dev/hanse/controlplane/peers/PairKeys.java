// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.net.keys.PresharedKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Gives each pair of gateways its pre-shared key. */
@FunctionalInterface
public interface PairKeys {

    /** Keys that are derived from one secret, which is read from a file or made. */
    static PairKeys derived(Path secret, SecureRandom random) throws IOException {
        return DerivedPairKeys.open(secret, random);
    }

    /**
     * The key of the pair: the same in either order and at any time, another one once either gateway has joined again or
     * has another tunnel key.
     */
    PresharedKey of(GatewayMember one, GatewayMember other);

    /** Differs where the keys of pairs do, and tells nothing else of them; empty: they are always the same. */
    default String fingerprint() {
        return "";
    }
}
