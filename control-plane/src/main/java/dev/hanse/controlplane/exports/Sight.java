// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import java.time.Instant;

/**
 * A moment in which exports are seen.
 *
 * @param at later than all sights before; the same for all just after a start
 * @param afterStart whether it is just after a start, so that what is seen may have waited
 */
record Sight(Instant at, boolean afterStart) {}
