// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Where state lasts: the port {@link dev.hanse.controlplane.store.FederationStore} and its SQLite form. Called from the
 * control loop only, because that is where state changes. Imports the values it keeps and their wire form, nothing that
 * decides.
 */
@NullMarked
package dev.hanse.controlplane.store;

import org.jspecify.annotations.NullMarked;
