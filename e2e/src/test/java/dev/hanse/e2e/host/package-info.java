// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Test hosts on one machine: network namespaces joined by bridges, and processes that run in them.
 *
 * <p>A {@link dev.hanse.e2e.host.TestLab} owns everything that a test makes here and removes it, also when the test fails.
 * Needs root and {@code ip}. Owner thread: the test's. May import: the JDK, JUnit, AssertJ, {@code net.testing}.
 */
@NullMarked
package dev.hanse.e2e.host;

import org.jspecify.annotations.NullMarked;
