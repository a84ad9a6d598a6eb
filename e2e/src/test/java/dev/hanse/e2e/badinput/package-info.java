// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** What Hanse says, and does not lose, when what it is given is wrong. */
@NullMarked
package dev.hanse.e2e.badinput;

import org.jspecify.annotations.NullMarked;
