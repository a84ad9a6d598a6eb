// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The link to the control plane: one Exchange stream at a time over all known addresses, kept alive, resumed, and given
 * up when nothing is heard. All state belongs to the control loop; gRPC's threads only hand over what they receive.
 * Imports {@code proto}, gRPC and, of the gateway, {@code loop}, {@code rpc}, {@code exports}, {@code views} and {@code
 * wire}.
 */
@NullMarked
package dev.hanse.gateway.link;

import org.jspecify.annotations.NullMarked;
