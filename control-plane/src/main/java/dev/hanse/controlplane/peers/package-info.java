// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the control plane knows of members as peers of each other: who they are, how their gateways are reached, their
 * pair keys, and which paths they report. Owned by the control loop. Imports {@code model}, {@code store} and the key
 * files of {@code identity}.
 */
@NullMarked
package dev.hanse.controlplane.peers;

import org.jspecify.annotations.NullMarked;
