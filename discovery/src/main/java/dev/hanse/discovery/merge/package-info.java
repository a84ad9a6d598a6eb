// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How the exports of one service by several clusters become one import (KEP-1645, "Constraints and Conflict Resolution"). Pure functions without
 * state, for any thread; the control plane calls them. Imports only the JDK and the model.
 */
@NullMarked
package dev.hanse.discovery.merge;

import org.jspecify.annotations.NullMarked;
