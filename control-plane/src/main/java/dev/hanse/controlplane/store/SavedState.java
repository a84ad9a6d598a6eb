// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.TokenRecord;
import java.util.List;

/**
 * Everything that is kept, as read at start.
 *
 * @param clusters the members
 * @param gateways their gateways
 * @param certificates issued and not ended
 * @param tokens open or used not long ago
 * @param exports of all members
 */
public record SavedState(
        List<ClusterMember> clusters,
        List<GatewayMember> gateways,
        List<IssuedCertificate> certificates,
        List<TokenRecord> tokens,
        SavedExports exports) {

    /** A cluster set without members. */
    public static final SavedState EMPTY =
            new SavedState(List.of(), List.of(), List.of(), List.of(), SavedExports.NONE);

    /** Copies the lists. */
    public SavedState {
        clusters = List.copyOf(clusters);
        gateways = List.copyOf(gateways);
        certificates = List.copyOf(certificates);
        tokens = List.copyOf(tokens);
    }
}
