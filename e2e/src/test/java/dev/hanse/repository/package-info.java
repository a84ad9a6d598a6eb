// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Rules for the repository as a whole, which no single module's build can see.
 *
 * <p>Owner thread: the test's. May import: the JDK, JUnit, AssertJ.
 */
@NullMarked
package dev.hanse.repository;

import org.jspecify.annotations.NullMarked;
