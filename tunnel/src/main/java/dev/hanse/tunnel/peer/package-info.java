// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Who a tunnel endpoint talks to, and which pod prefixes belong to whom. Imports only the JDK, {@code net.address}, {@code net.keys} and
 * {@code crypto}.
 */
@NullMarked
package dev.hanse.tunnel.peer;

import org.jspecify.annotations.NullMarked;
