// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.util.Optional;

/**
 * A join token without its secret.
 *
 * @param id names it in the audit log
 * @param secretHash SHA-256 of the secret in lower-case hexadecimal
 * @param cluster who may join with it
 * @param purpose as what
 * @param allowed where the pod prefixes must lie of a cluster that joins with it
 * @param expiresAt when it ends
 * @param redemption how it was used; empty: it is open
 */
public record TokenRecord(
        String id,
        String secretHash,
        ClusterId cluster,
        TokenPurpose purpose,
        AllowedPrefixes allowed,
        Instant expiresAt,
        Optional<Redemption> redemption) {

    /** The same token, used. */
    public TokenRecord used(Redemption now) {
        return new TokenRecord(id, secretHash, cluster, purpose, allowed, expiresAt, Optional.of(now));
    }

    /** Whether it is of use for this gateway only, or was used by it. */
    public boolean concerns(GatewayId gateway) {
        boolean named = purpose instanceof TokenPurpose.Replacement(var name) && name.equals(gateway.name());
        boolean used =
                redemption.filter(each -> each.gateway().equals(gateway.name())).isPresent();
        return cluster.equals(gateway.cluster()) && (named || used);
    }
}
