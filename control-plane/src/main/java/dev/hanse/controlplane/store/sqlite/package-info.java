// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** The store in an SQLite file: the default, for one control plane process. */
@NullMarked
package dev.hanse.controlplane.store.sqlite;

import org.jspecify.annotations.NullMarked;
