// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Whether the path to a peer carries packets, found by probes inside the tunnel. Owner: the control loop; {@code PathProbe} is for any
 * thread. Imports {@code peer}.
 */
@NullMarked
package dev.hanse.tunnel.health;

import org.jspecify.annotations.NullMarked;
