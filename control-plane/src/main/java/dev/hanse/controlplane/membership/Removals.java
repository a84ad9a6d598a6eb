// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends memberships. Its certificates prove nothing from the first step on and its streams end, whatever becomes of the
 * store; then that is made durable with its audit record, and everything further down forgets the member, and since when
 * it exported. A store that cannot be written is caught up with later, and whoever asked is told.
 *
 * <p>Owned by the control loop.
 *
 * @param roll of members
 * @param tokens of members
 * @param certificates of gateways
 * @param audit that makes decisions durable
 * @param fanOut that carries them on
 * @param clock for revocations
 */
record Removals(
        MemberRoll roll,
        JoinTokens tokens,
        GatewayCertificates certificates,
        AuditLog audit,
        FanOut fanOut,
        InstantSource clock) {

    /** What would end with a cluster. */
    Removed describe(ClusterId id) {
        roll.require(id);
        return new Removed(roll.gatewaysOf(id), fanOut.exports().withdrawal(id, _ -> true), true);
    }

    /** What would end with a gateway. */
    Removed describe(GatewayId id) {
        roll.require(id);
        return new Removed(List.of(id), fanOut.exports().withdrawal(id.cluster(), id::equals), true);
    }

    Removed remove(String actor, ClusterId id) {
        Removed removed = describe(id);
        Instant now = clock.instant();
        List<IssuedCertificate> revoked = GatewayCertificates.revoked(certificates.standing(id), now);
        certificates.put(revoked);
        fanOut.streams().endAll(id, FanOut.removed("cluster " + id));
        tokens.removeAll(id);
        boolean kept = audit.inEffect(
                actor,
                "cluster.remove",
                id.value(),
                revoked.size() + " certificates revoked",
                changes(new StateChange.RemoveCluster(id), revoked));
        fanOut.remove(id, kept);
        return removed.kept(kept);
    }

    Removed remove(String actor, GatewayId id) {
        Removed removed = describe(id);
        requireSibling(id);
        Instant now = clock.instant();
        List<IssuedCertificate> revoked = GatewayCertificates.revoked(certificates.standing(id), now);
        certificates.put(revoked);
        fanOut.streams().end(id, FanOut.removed("gateway " + id));
        tokens.removeAll(id);
        boolean kept = audit.inEffect(
                actor,
                "gateway.remove",
                id.toString(),
                revoked.size() + " certificates revoked",
                changes(new StateChange.RemoveGateway(id), revoked));
        fanOut.remove(id, kept, now);
        return removed.kept(kept);
    }

    private static List<StateChange> changes(StateChange removal, List<IssuedCertificate> revoked) {
        List<StateChange> changes = new ArrayList<>(List.of(removal));
        changes.addAll(GatewayCertificates.changes(revoked));
        return changes;
    }

    private void requireSibling(GatewayId id) {
        if (roll.gatewaysOf(id.cluster()).size() == 1) {
            throw new RefusedException(
                    Reason.LAST_GATEWAY,
                    "gateway " + id + " is the only one of its cluster (expected: another one beside it, or the removal"
                            + " of the cluster, or a token in the gateway's place)");
        }
    }
}
