// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** {@code hanse demo} from outside, and what its two clusters promise when parts of them fail. */
@NullMarked
package dev.hanse.e2e.demo;

import org.jspecify.annotations.NullMarked;
