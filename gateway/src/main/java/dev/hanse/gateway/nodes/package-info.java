// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the gateway tells the nodes of its own cluster ({@code NodeRouting} of hanse.v1): where the other clusters are, whether this gateway reaches them, and that it stops. Reads snapshots of the
 * view and the paths; nothing waits for it. Imports {@code paths}, {@code tls}, {@code views}, gRPC and Netty.
 */
@NullMarked
package dev.hanse.gateway.nodes;

import org.jspecify.annotations.NullMarked;
