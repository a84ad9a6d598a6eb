// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Reads and edits the Corefile of CoreDNS, as text: finds its server blocks, and puts one for the zone before them or takes it out again, and leaves all else octet for octet. What it does
 * not understand it refuses. Pure; imports only the JDK, Jspecify and {@code dns.forward}.
 */
@NullMarked
package dev.hanse.discovery.dns.corefile;

import org.jspecify.annotations.NullMarked;
