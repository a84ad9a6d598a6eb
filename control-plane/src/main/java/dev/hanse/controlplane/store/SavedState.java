// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.Quarantined;
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
 * @param quarantined what could not be read
 */
public record SavedState(
        List<ClusterMember> clusters,
        List<GatewayMember> gateways,
        List<IssuedCertificate> certificates,
        List<TokenRecord> tokens,
        SavedExports exports,
        List<Quarantined> quarantined) {

    /** A cluster set without members. */
    public static final SavedState EMPTY =
            new SavedState(List.of(), List.of(), List.of(), List.of(), SavedExports.NONE);

    /** Copies the lists. */
    public SavedState {
        clusters = List.copyOf(clusters);
        gateways = List.copyOf(gateways);
        certificates = List.copyOf(certificates);
        tokens = List.copyOf(tokens);
        quarantined = List.copyOf(quarantined);
    }

    /** All of it could be read. */
    public SavedState(
            List<ClusterMember> clusters,
            List<GatewayMember> gateways,
            List<IssuedCertificate> certificates,
            List<TokenRecord> tokens,
            SavedExports exports) {
        this(clusters, gateways, certificates, tokens, exports, List.of());
    }

    /** The same with other members. */
    public SavedState withMembers(List<ClusterMember> others, List<GatewayMember> otherGateways) {
        return new SavedState(others, otherGateways, certificates, tokens, exports, quarantined);
    }
}
