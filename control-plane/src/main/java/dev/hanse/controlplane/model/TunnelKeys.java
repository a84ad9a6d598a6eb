// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.net.keys.TunnelPublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a gateway's tunnel keys beside the one that it has.
 *
 * @param pairsSince since when the keys of its pairs hold: they are derived from this time
 * @param retired a tunnel key that it must not have any more; empty: none
 */
public record TunnelKeys(Instant pairsSince, Optional<TunnelPublicKey> retired) {

    static TunnelKeys since(Instant joinedAt) {
        return new TunnelKeys(joinedAt, Optional.empty());
    }

    TunnelKeys renewed(Instant now) {
        return new TunnelKeys(now, retired);
    }

    TunnelKeys retiring(Optional<TunnelPublicKey> key) {
        return new TunnelKeys(pairsSince, key);
    }
}
