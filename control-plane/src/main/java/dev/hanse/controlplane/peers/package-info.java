// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the control plane knows of members as peers of each other: who they are, their pair keys, and which paths their
 * gateways report. Owned by the control loop. Imports {@code model} and {@code store}.
 */
@NullMarked
package dev.hanse.controlplane.peers;

import org.jspecify.annotations.NullMarked;
