// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The charts and what is rendered from them, by the real Helm on a real API server without nodes.
 *
 * <p>Owner thread: the test's. May import: {@code dev.hanse.e2e.host}, {@code dev.hanse.e2e.kubernetes}.
 */
@NullMarked
package dev.hanse.e2e.chart;

import org.jspecify.annotations.NullMarked;
