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
 * @param additionalGateway whether it admits one more gateway to a member, rather than a new member
 * @param expiresAt when it ends
 * @param usedAt when it was redeemed; empty: it is open
 */
public record TokenRecord(
        String id,
        String secretHash,
        ClusterId cluster,
        boolean additionalGateway,
        Instant expiresAt,
        Optional<Instant> usedAt) {

    /** The same token, redeemed. */
    public TokenRecord used(Instant now) {
        return new TokenRecord(id, secretHash, cluster, additionalGateway, expiresAt, Optional.of(now));
    }
}
