// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import dev.hanse.net.octets.Octets;

/**
 * The address a query came from, as 16 octets; IPv4 addresses in their IPv6-mapped form (RFC 4291 section 2.5.5.2).
 * Reused for each query by one thread.
 */
public final class ClientAddress {

    private static final long MAPPED = 0xffff_0000_0000L;

    private long high;
    private long low;

    /** Takes an IPv4 address in network order. */
    public void setIpv4(int address) {
        high = 0;
        low = MAPPED | Integer.toUnsignedLong(address);
    }

    /** Takes an IPv6 address, or an IPv4-mapped one. */
    public void setIpv6(long upper, long lower) {
        high = upper;
        low = lower;
    }

    /** Takes an address of 4 or 16 octets. */
    public void set(byte[] address) {
        if (address.length == 4) {
            setIpv4(Octets.int32(address, 0));
        } else {
            setIpv6(Octets.int64(address, 0), Octets.int64(address, 8));
        }
    }

    /** The first eight octets. */
    public long high() {
        return high;
    }

    /** The last eight octets. */
    public long low() {
        return low;
    }

    /** Whether this stands for an IPv4 address. */
    public boolean isIpv4() {
        return high == 0 && (low >>> 32) == 0xffff;
    }

    /** Spreads the address over 64 bits; the same address gives the same value. */
    public long hash() {
        return Mix.mix(high * Mix.ODD + low);
    }
}
