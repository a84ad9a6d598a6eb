// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import java.util.List;

/**
 * Has flows take other gateways of a cluster than one that is to stop soon, or that an operator wants to look at. That is kept, so that it outlives restarts of both ends. Owned by the control loop.
 *
 * @param roll of members
 * @param audit that makes decisions durable
 * @param streams that gateways are told on
 */
record Drains(MemberRoll roll, AuditLog audit, MemberStreams streams) {

    /**
     * What became of an order.
     *
     * @param connected whether the gateway was told
     * @param others whether another gateway of the cluster takes its flows
     */
    record Outcome(boolean connected, boolean others) {}

    /** Has flows take others, or no longer. */
    Outcome drain(String actor, GatewayId id, boolean drained) {
        GatewayMember gateway = roll.require(id);
        if (drained && gateway.tunnel().isEmpty()) {
            throw new RefusedException(
                    Reason.TUNNEL_ABSENT,
                    "gateway " + id
                            + " has not said that it runs a tunnel (expected: one that carries flows; start it, and try again)");
        }
        if (gateway.drained() != drained) {
            decide(actor, gateway.drained(drained));
        }
        return new Outcome(streams.drain(id, drained), hasOthers(id));
    }

    private void decide(String actor, GatewayMember gateway) {
        String verb = gateway.drained() ? "gateway.drain" : "gateway.undrain";
        String what = gateway.drained() ? "flows are to take others" : "flows may take it again";
        audit.granted(actor, verb, gateway.id().toString(), what, List.of(new StateChange.PutGateway(gateway)));
        roll.members().put(gateway);
    }

    private boolean hasOthers(GatewayId id) {
        return roll.members().gatewaysOf(id.cluster()).stream()
                .filter(each -> !each.id().equals(id) && !each.drained())
                .anyMatch(each -> each.tunnel().isPresent()
                        && streams.lastHeard(each.id()).isPresent());
    }
}
