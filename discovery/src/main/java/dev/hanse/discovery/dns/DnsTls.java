// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * DNS over TLS (RFC 7858).
 *
 * @param listen where it is answered; the usual port is 853, port 0 takes a free one
 * @param certificateChain PEM file, the server's certificate first
 * @param privateKey PEM file in PKCS#8
 */
public record DnsTls(InetSocketAddress listen, Path certificateChain, Path privateKey) {

    /** Checks the address. */
    public DnsTls {
        if (listen.isUnresolved()) {
            throw new IllegalArgumentException(
                    "dns tls listen: \"" + listen.getHostString() + "\" (expected: an IP address, not a name)");
        }
    }
}
