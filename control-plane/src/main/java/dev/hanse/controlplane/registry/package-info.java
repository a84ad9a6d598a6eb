// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The {@code ClusterRegistry} service: who becomes, stays and ceases to be a member. Decisions are taken on the control
 * loop, in one step with what makes them durable.
 */
@NullMarked
package dev.hanse.controlplane.registry;

import org.jspecify.annotations.NullMarked;
