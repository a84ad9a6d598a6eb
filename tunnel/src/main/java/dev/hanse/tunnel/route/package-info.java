// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the host must know of the tunnel: the device's settings, the routes of peers' prefixes, forwarding; and that it stays so, whoever takes it away. Blocking, hence
 * never on an event loop. Imports {@code net.address}, {@code net.linux} and {@code net.time}.
 */
@NullMarked
package dev.hanse.tunnel.route;

import org.jspecify.annotations.NullMarked;
