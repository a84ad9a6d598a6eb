// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What becomes of a cluster set over time: members that were away, clocks that were wrong, a store that was restored, processes
 * that died in the middle of something. Seen from outside, over real processes, each on a host of its own.
 */
@NullMarked
package dev.hanse.e2e.recovery;

import org.jspecify.annotations.NullMarked;
