// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What tests of all modules need: time that they move, a wait with a deadline, a certificate authority. Imports the JDK, {@code dev.hanse.net} and
 * Bouncy Castle, which a module brings itself where it makes certificates.
 */
@NullMarked
package dev.hanse.net.testing;

import org.jspecify.annotations.NullMarked;
