// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Integers in messages and packets. Stateless; for the packet path and for DNS answers, so nothing here allocates. Imports only the
 * JDK.
 */
@NullMarked
package dev.hanse.net.octets;

import org.jspecify.annotations.NullMarked;
