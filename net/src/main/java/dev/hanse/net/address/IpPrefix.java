// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * An address range in CIDR notation, IPv4 or IPv6.
 *
 * @param address the first address; bits behind the prefix are zero
 * @param bits length of the prefix, 0 to 32 or 0 to 128
 */
public record IpPrefix(InetAddress address, int bits) {

    /** Checks the length and that no bit behind it is set. */
    public IpPrefix {
        int width = address.getAddress().length * 8;
        if (bits < 0 || bits > width) {
            throw new IllegalArgumentException("prefix length: " + bits + " (expected: 0 to " + width + ")");
        }
        if (!Arrays.equals(address.getAddress(), masked(address.getAddress(), bits))) {
            throw new IllegalArgumentException(
                    "prefix: " + address.getHostAddress() + "/" + bits + " has bits set behind its length");
        }
    }

    /**
     * Reads {@code address/bits} with a literal address; never asks DNS.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static IpPrefix parse(String text) {
        int slash = text.lastIndexOf('/');
        try {
            if (slash > 0) {
                return new IpPrefix(
                        IpLiteral.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("prefix: \"" + text + "\" (expected: a number after the slash)", e);
        }
        throw new IllegalArgumentException("prefix: \"" + text + "\" (expected: address/length, as 10.1.0.0/16)");
    }

    /** Whether {@code candidate} is of the same family and lies inside. */
    public boolean contains(InetAddress candidate) {
        byte[] octets = candidate.getAddress();
        return octets.length == address.getAddress().length
                && Arrays.equals(masked(octets, bits), address.getAddress());
    }

    /** Whether the two ranges share an address. */
    public boolean overlaps(IpPrefix other) {
        return bits <= other.bits ? contains(other.address) : other.contains(address);
    }

    private static byte[] masked(byte[] octets, int bits) {
        byte[] result = octets.clone();
        for (int i = 0; i < result.length; i++) {
            int kept = Math.clamp(bits - i * 8L, 0, 8);
            result[i] &= (byte) (0xff << (8 - kept));
        }
        return result;
    }

    /** CIDR notation. */
    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
