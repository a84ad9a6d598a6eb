// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Between the messages of {@code hanse.v1} and the values they stand for, in both directions; those of the model are mapped by {@code
 * discovery.contract}. Pure functions, for any thread. A message from outside is checked here: what comes out is well-formed and within its limits.
 * Outside of the packages that speak gRPC nobody sees generated types.
 */
@NullMarked
package dev.hanse.controlplane.wire;

import org.jspecify.annotations.NullMarked;
