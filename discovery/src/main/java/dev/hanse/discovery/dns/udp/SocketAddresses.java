// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.udp;

import dev.hanse.discovery.dns.wire.ClientAddress;
import dev.hanse.net.linux.SocketNumbers;

/** {@code sockaddr_in} and {@code sockaddr_in6}, see {@link dev.hanse.net.linux.SocketAddressCodec}, in words, as queries bring them. */
final class SocketAddresses {

    private SocketAddresses() {}

    /** Reads the address that begins at word {@code at} into {@code target}. */
    static void read(KernelWords source, int at, ClientAddress target) {
        if ((short) source.get(at) == SocketNumbers.AF_INET6) {
            target.setIpv6(Long.reverseBytes(source.get(at + 1)), Long.reverseBytes(source.get(at + 2)));
        } else {
            target.setIpv4(Integer.reverseBytes(source.upper(at)));
        }
    }
}
