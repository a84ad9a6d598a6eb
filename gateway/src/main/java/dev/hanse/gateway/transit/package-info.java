// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps packets that only pass this host, between pods on other hosts and other clusters, out of connection tracking: with several gateways each sees half of a connection. Blocking, on a thread of its own.
 * Imports {@code checks}, {@code loop}, {@code tables}, {@code views}, and {@code net}.
 */
@NullMarked
package dev.hanse.gateway.transit;

import org.jspecify.annotations.NullMarked;
