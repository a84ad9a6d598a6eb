// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Which addresses a listening socket takes, and sockets that keep to it. Imports only the JDK, Vert.x, Netty and {@code net.linux}.
 */
@NullMarked
package dev.hanse.discovery.dns.listen;

import org.jspecify.annotations.NullMarked;
