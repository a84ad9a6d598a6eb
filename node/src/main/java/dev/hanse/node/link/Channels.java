// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.link;

import io.grpc.ManagedChannel;
import java.net.InetSocketAddress;

/** Opens channels to gateways, or stand-ins for them. Returns at once. */
@FunctionalInterface
public interface Channels {

    /** A channel that its caller shuts down. */
    ManagedChannel open(InetSocketAddress gateway);
}
