// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The UDP edge: one socket and one thread for each worker and address, everything allocated before the first query.
 * {@link
 * dev.hanse.discovery.dns.udp.UdpEngine} is the port; one engine speaks to Linux directly, the other works wherever
 * Java does. Imports {@code dns.answer},
 * {@code dns.wire} and {@code net.linux}.
 */
@NullMarked
package dev.hanse.discovery.dns.udp;

import org.jspecify.annotations.NullMarked;
