// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import org.jspecify.annotations.Nullable;

/**
 * The addresses of one owner name.
 *
 * @param ipv4 A records, if there are any
 * @param ipv6 AAAA records, if there are any
 */
public record Addresses(@Nullable RrSet ipv4, @Nullable RrSet ipv6) {

    /** No address. */
    public static final Addresses NONE = new Addresses(null, null);
}
