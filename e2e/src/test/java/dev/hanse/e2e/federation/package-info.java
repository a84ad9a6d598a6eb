// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** A small cluster set of real processes, for tests that look at it from outside. */
@NullMarked
package dev.hanse.e2e.federation;

import org.jspecify.annotations.NullMarked;
