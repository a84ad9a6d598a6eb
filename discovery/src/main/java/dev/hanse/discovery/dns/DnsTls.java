// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * DNS over TLS (RFC 7858).
 *
 * @param listen key {@code dns.tls.listen}: where it is answered; port 0 takes a free one
 * @param certificateChain key {@code dns.tls.certificate}: PEM file, the server's certificate first
 * @param privateKey key {@code dns.tls.private-key}: PEM file in PKCS#8, without a password
 */
public record DnsTls(InetSocketAddress listen, Path certificateChain, Path privateKey) {

    /** All IPv4 addresses of the host and the port of RFC 7858. */
    public static final InetSocketAddress DEFAULT_LISTEN = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 853);

    /** Checks the address. */
    public DnsTls {
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException(
                    "dns.tls.listen: \"" + listen.getHostString() + "\" (expected: an IP address, not a name)");
        }
    }
}
