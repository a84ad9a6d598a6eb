// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Online signing of the zone (RFC 4033 to 4035, RFC 6605, RFC 9824): the key and its file, what is signed, signatures
 * kept and limited. {@link dev.hanse.discovery.dns.dnssec.ZoneSigner} is what answers ask. dnsjava knows the formats of
 * keys and records; nothing here is on the way of an unsigned answer. Imports {@code dns.wire}.
 */
@NullMarked
package dev.hanse.discovery.dns.dnssec;

import org.jspecify.annotations.NullMarked;
