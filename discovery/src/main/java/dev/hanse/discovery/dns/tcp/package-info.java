// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * DNS over connections (RFC 7766) on Vert.x: every connection belongs to the event loop of one {@link
 * dev.hanse.discovery.dns.tcp.TcpVerticle}. Imports Vert.x,
 * Netty underneath it, {@code dns.answer} and {@code dns.wire}.
 */
@NullMarked
package dev.hanse.discovery.dns.tcp;

import org.jspecify.annotations.NullMarked;
