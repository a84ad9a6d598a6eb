// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a caller without a certificate comes from, as limits and audit count it: an IPv4 address, or the /64 of an IPv6
 * address, of which one host has as many as it likes (RFC 7934).
 */
public final class SourceNetwork {

    private static final int NETWORK_OCTETS = 8;

    private SourceNetwork() {}

    /** As {@code 192.0.2.1} or {@code 2001:db8:0:0:0:0:0:0/64}. */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address ? network(address.getAddress()) : address.getHostAddress();
    }

    /** Of a literal address; what is none, from a transport without addresses, stands for itself. */
    static String of(String address) {
        try {
            return of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException _) {
            return address;
        }
    }

    private static String network(byte[] address) {
        byte[] network = Arrays.copyOf(Arrays.copyOf(address, NETWORK_OCTETS), address.length);
        try {
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 octets are an address", e);
        }
    }
}
