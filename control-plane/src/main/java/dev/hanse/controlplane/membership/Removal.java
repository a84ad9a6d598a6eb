// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.identity.IssuedCertificates;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends memberships: durable and audited first, then its certificates prove nothing, and everything further down forgets
 * the member. Owned by the control loop.
 */
final class Removal {

    private final MemberRoll roll;
    private final JoinTokens tokens;
    private final IssuedCertificates certificates;
    private final AuditLog audit;
    private final FanOut fanOut;
    private final InstantSource clock;

    Removal(
            MemberRoll roll,
            JoinTokens tokens,
            IssuedCertificates certificates,
            AuditLog audit,
            FanOut fanOut,
            InstantSource clock) {
        this.roll = roll;
        this.tokens = tokens;
        this.certificates = certificates;
        this.audit = audit;
        this.fanOut = fanOut;
        this.clock = clock;
    }

    void remove(String actor, ClusterId id) {
        roll.require(id);
        List<IssuedCertificate> revoked = revoked(id);
        List<StateChange> changes = new ArrayList<>(List.of(new StateChange.RemoveCluster(id)));
        revoked.forEach(each -> changes.add(new StateChange.PutCertificate(each)));
        audit.granted(actor, "cluster.remove", id.value(), revoked.size() + " certificates revoked", changes);
        revoked.forEach(certificates::put);
        tokens.removeAll(id);
        fanOut.remove(id);
    }

    private List<IssuedCertificate> revoked(ClusterId id) {
        Instant now = clock.instant();
        return certificates.standing("spiffe://" + roll.clusterSet() + "/cluster/" + id + "/").stream()
                .map(each -> each.revoked(now))
                .toList();
    }
}
