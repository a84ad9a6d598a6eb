// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.membership;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.proto.v1.DescribeRemovalResponse;
import dev.hanse.proto.v1.Removal;
import dev.hanse.proto.v1.RemoveClusterResponse;
import dev.hanse.proto.v1.RemoveGatewayResponse;
import dev.hanse.proto.v1.ServiceName;

/** Removals as operators see them. */
final class RemovalMessages {

    /** Of services by name; with names of the longest kind well below what a message holds. */
    private static final int MAX_NAMES = 1_000;

    private RemovalMessages() {}

    static DescribeRemovalResponse described(Removed removed) {
        return DescribeRemovalResponse.newBuilder().setRemoval(removal(removed)).build();
    }

    static RemoveClusterResponse ofCluster(Removed removed) {
        return RemoveClusterResponse.newBuilder()
                .setRemoval(removal(removed))
                .setNotYetDurable(!removed.kept())
                .build();
    }

    static RemoveGatewayResponse ofGateway(Removed removed) {
        return RemoveGatewayResponse.newBuilder()
                .setRemoval(removal(removed))
                .setNotYetDurable(!removed.kept())
                .build();
    }

    private static Removal removal(Removed removed) {
        Removal.Builder message = Removal.newBuilder()
                .setServiceCount(removed.withdrawn().services().size())
                .setEndpointCount(removed.withdrawn().endpoints());
        removed.gateways().stream().map(GatewayId::name).forEach(message::addGateways);
        removed.withdrawn().services().stream()
                .limit(MAX_NAMES)
                .forEach(name -> message.addServices(
                        ServiceName.newBuilder().setNamespace(name.namespace()).setName(name.name())));
        return message.build();
    }
}
