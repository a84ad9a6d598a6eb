// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The way to other clusters: peers and paths as they travel over the exchange, which paths are up, which clusters
 * cannot be reached, and what the gateway needs of its tunnel. Mutable classes belong to the control loop. Imports {@code
 * proto}, the models of {@code discovery} and {@code tunnel} and, of the gateway, {@code loop}.
 */
@NullMarked
package dev.hanse.gateway.paths;

import org.jspecify.annotations.NullMarked;
