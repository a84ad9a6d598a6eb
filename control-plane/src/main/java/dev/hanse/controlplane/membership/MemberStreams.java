// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.keys.TunnelPublicKey;
import java.time.Instant;
import java.util.Optional;

/** The exchange streams of members that are open now. Thread-safe. */
public interface MemberStreams {

    /** When the gateway was last heard; empty: it is not connected. */
    Optional<Instant> lastHeard(GatewayId gateway);

    /** Tells a gateway to give up a tunnel key; false: it is not connected. */
    boolean retireKey(GatewayId gateway, TunnelPublicKey key);

    /** Tells a gateway whether flows are to take others; false: it is not connected. */
    boolean drain(GatewayId gateway, boolean drained);

    /** Ends the stream of a gateway, if it has one. */
    void end(GatewayId gateway, RefusedException reason);

    /** Ends the streams of a cluster's gateways. */
    void endAll(ClusterId cluster, RefusedException reason);
}
