// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What other DNS servers need so that they ask the responder about its zone, and the proof that they do. Imports only
 * the
 * JDK, {@code net.address} and {@code dns.wire}.
 */
@NullMarked
package dev.hanse.discovery.dns.forward;

import org.jspecify.annotations.NullMarked;
