// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Takes packets in VXLAN of nodes that share no link with this gateway: a device that decapsulates them, and a table of nftables that lets in those of known nodes alone. Blocking, on a thread of its own. Imports
 * {@code loop}, {@code nodes}, {@code tables}, {@code views}, and {@code net}.
 */
@NullMarked
package dev.hanse.gateway.vxlan;

import org.jspecify.annotations.NullMarked;
