// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Domain names and queries as octets (RFC 1035), without allocation on the path of a query. Mutable classes belong to
 * the thread that made them. Imports
 * only the JDK.
 */
@NullMarked
package dev.hanse.discovery.dns.wire;

import org.jspecify.annotations.NullMarked;
