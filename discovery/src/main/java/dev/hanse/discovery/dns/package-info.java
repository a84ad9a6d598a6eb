// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The authoritative DNS responder for the zone of the cluster set. {@link dev.hanse.discovery.dns.DnsResponder} puts
 * the parts together: views become a
 * zone on one thread of its own ({@code zone}), UDP threads and event loops answer from the newest zone ({@code
 * answer}, {@code udp}, {@code tcp}).
 * Imports the service model, Vert.x and SLF4J.
 */
@NullMarked
package dev.hanse.discovery.dns;

import org.jspecify.annotations.NullMarked;
