// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The state of a running control plane: who is a member, what they export and see, which paths they report. Everything
 * here is owned by the control loop and makes its changes durable. Imports {@code federation}, {@code state} and {@code
 * store}.
 */
@NullMarked
package dev.hanse.controlplane.live;

import org.jspecify.annotations.NullMarked;
