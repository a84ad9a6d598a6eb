// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The federation of a running control plane: makes its changes durable and wakes streams. Owned by the control loop.
 * Imports {@code federation}, {@code peers}, {@code model} and {@code store}.
 */
@NullMarked
package dev.hanse.controlplane.live;

import org.jspecify.annotations.NullMarked;
