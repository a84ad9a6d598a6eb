// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the host must know of the tunnel: the device's settings, the routes of peers' prefixes, forwarding. Blocking, hence never on an
 * event loop. Imports {@code net.address}.
 */
@NullMarked
package dev.hanse.tunnel.route;

import org.jspecify.annotations.NullMarked;
