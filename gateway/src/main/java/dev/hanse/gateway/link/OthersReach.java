// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.proto.v1.ClusterReach;
import java.util.function.Consumer;

/**
 * Takes what the cluster's other gateways reach. All are called on the control loop.
 *
 * @param begun a session has begun; whether the control plane will say it
 * @param news it has said it; throws IllegalArgumentException, with the value, for what is no cluster
 * @param ended the session has ended
 */
public record OthersReach(Consumer<Boolean> begun, Consumer<ClusterReach> news, Runnable ended) {}
