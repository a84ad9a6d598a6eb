// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * End-to-end tests: the built {@code hanse} and real peers as processes on test hosts, seen only from outside.
 *
 * <p>Owner thread: the test's. May import: {@code dev.hanse.e2e.host}, and what a user of the product may use.
 */
@NullMarked
package dev.hanse.e2e;

import org.jspecify.annotations.NullMarked;
