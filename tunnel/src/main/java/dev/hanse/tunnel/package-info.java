// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Face of the tunnel: {@code TunnelEndpoint} starts, feeds and closes a gateway's tunnel endpoint. No package below imports it.
 */
@NullMarked
package dev.hanse.tunnel;

import org.jspecify.annotations.NullMarked;
