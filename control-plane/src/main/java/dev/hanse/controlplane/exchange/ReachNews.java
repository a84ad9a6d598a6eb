// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.peers.ClusterReach;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.time.SteadyTime;
import java.util.function.Predicate;

/** Tells gateways what the others of their cluster reach. Owned by the control loop. */
public final class ReachNews {

    private final Streams streams;
    private final ClusterReach reach;
    private final SteadyTime steady;

    /**
     * Has told nobody.
     *
     * @param steady for how long gateways are lost
     */
    public ReachNews(Streams streams, ClusterReach reach, SteadyTime steady) {
        this.streams = streams;
        this.reach = reach;
        this.steady = steady;
    }

    void connected(GatewayId gateway) {
        reach.connected(gateway);
    }

    /** Before its report is forgotten. */
    void lost(GatewayId gateway) {
        reach.lost(gateway, steady.instant());
    }

    /** Time has passed, or members have come or gone. */
    public void tellAll() {
        tell(_ -> true);
    }

    /** A gateway of the cluster has reported. */
    void tell(ClusterId cluster) {
        tell(gateway -> gateway.cluster().equals(cluster));
    }

    private void tell(Predicate<GatewayId> to) {
        for (GatewayStream stream : streams.connectedStreams()) {
            if (to.test(stream.gateway())) {
                stream.tell(message(reach.without(stream.gateway(), steady.instant())));
            }
        }
    }

    private static dev.hanse.proto.v1.ClusterReach message(ClusterReach.Reach reach) {
        dev.hanse.proto.v1.ClusterReach.Builder message =
                dev.hanse.proto.v1.ClusterReach.newBuilder().setOtherGateways(reach.others());
        reach.unreachable().stream().sorted().forEach(each -> message.addUnreachableByOthers(each.value()));
        return message.build();
    }
}
