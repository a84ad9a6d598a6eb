// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

/** How a query came. */
public enum Transport {
    /** One datagram each way; answers are limited in size. */
    UDP,
    /** A connection; answers up to 65,535 octets. */
    STREAM,
    /** A connection that is encrypted; answers are padded for clients that pad (RFC 8467). */
    TLS
}
