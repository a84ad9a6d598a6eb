// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.rpc;

import io.grpc.ManagedChannel;

/** Opens channels to the control plane; each has its own connection. Any thread; does not block. */
@FunctionalInterface
public interface ChannelFactory {

    /** A channel that connects when it is first used; the caller shuts it down. */
    ManagedChannel open(ControlPlaneAddress address);
}
