// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.PresharedKey;
import java.util.List;

/** One thing that a gateway may see. */
public sealed interface ViewItem {

    /** Its name. */
    ViewKey key();

    /** A merged service. */
    record Import(ServiceImport value) implements ViewItem {
        @Override
        public ViewKey key() {
            return new ViewKey.Import(value.name());
        }
    }

    /** Endpoints of one cluster, with the ports that carry traffic. */
    record Slice(ClusterId cluster, EndpointSlice value) implements ViewItem {
        @Override
        public ViewKey key() {
            return new ViewKey.Slice(new SliceKey(value.service(), cluster, value.name()));
        }
    }

    /**
     * A gateway of another cluster.
     *
     * @param gateway its name
     * @param tunnel how to reach it
     * @param prefixes what it carries
     * @param pairKey of it and of the gateway that sees this item
     */
    record Peer(GatewayId gateway, GatewayTunnel tunnel, List<IpPrefix> prefixes, PresharedKey pairKey)
            implements ViewItem {
        /** Copies the list. */
        public Peer {
            prefixes = List.copyOf(prefixes);
        }

        @Override
        public ViewKey key() {
            return new ViewKey.Peer(gateway);
        }
    }

    /** What became of an own export. */
    record Status(ServiceName service, List<ExportCondition> conditions) implements ViewItem {
        /** Copies the list. */
        public Status {
            conditions = List.copyOf(conditions);
        }

        @Override
        public ViewKey key() {
            return new ViewKey.Status(service);
        }
    }
}
