// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Hears what the gateways say: one stream to each, made again for as long as it is wanted. A gateway that is silent for a second counts as dead. Owned by the control loop, to which gRPC's
 * threads post. Imports {@code names}, {@code routes}, the gateway's {@code loop} and {@code tls}, {@code net} and gRPC.
 */
@NullMarked
package dev.hanse.node.link;

import org.jspecify.annotations.NullMarked;
