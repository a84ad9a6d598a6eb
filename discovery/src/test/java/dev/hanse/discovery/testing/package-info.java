// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Fakes of the ports of this module, and suites that every implementation of a port has to pass. For tests of this and other modules. Imports only
 * the JDK, {@code dev.hanse.discovery}, the model and test libraries.
 */
@NullMarked
package dev.hanse.discovery.testing;

import org.jspecify.annotations.NullMarked;
