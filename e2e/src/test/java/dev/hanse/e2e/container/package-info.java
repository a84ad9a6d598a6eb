// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The product in containers, the shape in which people deploy it: Docker networks instead of test hosts.
 *
 * <p>Images are built here and nothing is pulled. Owner thread: the test's. May import: {@code dev.hanse.e2e.host}, Testcontainers.
 */
@NullMarked
package dev.hanse.e2e.container;

import org.jspecify.annotations.NullMarked;
