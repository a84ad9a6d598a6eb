// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Rules about which code may know which, over all modules: this is the one module that sees them all. Each rule says why it holds.
 */
@NullMarked
package dev.hanse.architecture;

import org.jspecify.annotations.NullMarked;
