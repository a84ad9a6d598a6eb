// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SliceKey;

/** Names an item of a view. */
public sealed interface ViewKey {

    /** A merged service. */
    record Import(ServiceName service) implements ViewKey {}

    /** Endpoints of one cluster. */
    record Slice(SliceKey key) implements ViewKey {}

    /** A gateway of another cluster. */
    record Peer(GatewayId gateway) implements ViewKey {}

    /** What became of an own export. */
    record Status(ServiceName service) implements ViewKey {}
}
