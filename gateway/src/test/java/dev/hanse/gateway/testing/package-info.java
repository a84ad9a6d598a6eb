// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Stand-ins for what a gateway talks to, written by hand: a control plane, a tunnel, a source, a control loop. For
 * tests only.
 */
@NullMarked
package dev.hanse.gateway.testing;

import org.jspecify.annotations.NullMarked;
