// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The port through which a gateway learns what its cluster exports, and what every source of exports needs: first-seen times, slices that stay put, a thread,
 * and reports without repetition. Imports only the JDK, the model and SLF4J.
 */
@NullMarked
package dev.hanse.discovery;

import org.jspecify.annotations.NullMarked;
