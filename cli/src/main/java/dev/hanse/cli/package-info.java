// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The executable: its entry point, the tree of verbs, and the one place where errors become lines. Runs on the main thread; imports every other
 * package of this module and no generated type.
 */
@NullMarked
package dev.hanse.cli;

import org.jspecify.annotations.NullMarked;
