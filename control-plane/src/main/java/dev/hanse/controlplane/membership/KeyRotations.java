// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.audit.AuditLog;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.net.keys.TunnelPublicKey;
import java.util.List;

/**
 * Has gateways give up their tunnel keys, which may have leaked. A gateway makes the next one itself and says which it
 * is; until then it goes on with what it has. That it is to is kept, so that it is told whenever it connects with the
 * old key, also one from a backup. Owned by the control loop.
 *
 * @param roll of members
 * @param audit that makes decisions durable
 * @param streams that gateways are told on
 */
record KeyRotations(MemberRoll roll, AuditLog audit, MemberStreams streams) {

    /**
     * Retires the key that a gateway has.
     *
     * @return whether it is connected, so that it was told
     */
    boolean rotate(String actor, GatewayId id) {
        GatewayMember gateway = roll.require(id);
        TunnelPublicKey key = gateway.tunnelKey()
                .orElseThrow(() -> new RefusedException(
                        Reason.TUNNEL_ABSENT, "gateway " + id + " runs no tunnel (expected: one that has a key)"));
        GatewayMember retiring = gateway.retiringKey();
        audit.granted(
                actor,
                "gateway.rotate-key",
                id.toString(),
                "key " + key + " retired",
                List.of(new StateChange.PutGateway(retiring)));
        roll.members().put(retiring);
        return streams.retireKey(id, key);
    }
}
