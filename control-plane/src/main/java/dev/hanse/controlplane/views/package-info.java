// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What gateways see: the index of merged services, the views numbered by revision, and where they stand in the store.
 * Owned by the control loop. Imports {@code model}, {@code store}, {@code exports}, {@code peers} and the merge rules;
 * knows no stream, only that readers are to be woken.
 */
@NullMarked
package dev.hanse.controlplane.views;

import org.jspecify.annotations.NullMarked;
