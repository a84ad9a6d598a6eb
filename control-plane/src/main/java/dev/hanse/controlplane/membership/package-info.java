// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The {@code ClusterRegistry} service: who becomes, stays and ceases to be a member, and the tokens that members join
 * with. Decisions are taken on the control loop, in one step with what makes them durable and with their audit record,
 * and then carried down to {@code peers}, {@code exports} and {@code views}. Imports these, {@code audit}, {@code
 * identity}, {@code revocation}, {@code rpc}, {@code store} and the messages; knows streams as a port only. What shows
 * that the store was restored ({@code RestoreWatch}) stands here too, since members show it.
 */
@NullMarked
package dev.hanse.controlplane.membership;

import org.jspecify.annotations.NullMarked;
