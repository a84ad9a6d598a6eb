// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Where state lasts: the port {@link dev.hanse.controlplane.store.FederationStore}, what is read through it at start and
 * which changes are written, and its SQLite form. Called from the control loop only, because that is where state
 * changes. Imports {@code model}; the SQLite form also the messages that stand for values in its tables. Nothing here
 * decides.
 */
@NullMarked
package dev.hanse.controlplane.store;

import org.jspecify.annotations.NullMarked;
