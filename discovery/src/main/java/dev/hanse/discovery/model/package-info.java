// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The service model: what clusters export and what a cluster may see. Immutable values that check themselves; every part of Hanse that speaks of
 * services uses these and nothing foreign. Imports only the JDK.
 */
@NullMarked
package dev.hanse.discovery.model;

import org.jspecify.annotations.NullMarked;
