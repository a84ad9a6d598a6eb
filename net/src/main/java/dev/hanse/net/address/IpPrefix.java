// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
            throw new IllegalArgumentException(bitsSet(address, bits));
        }
    }

    /**
     * Reads {@code address/bits} with an address as {@link IpLiteral} reads it; never asks DNS.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static IpPrefix parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash <= 0) {
            throw malformed(text, null);
        }
        return new IpPrefix(IpLiteral.parse(text.substring(0, slash)), bits(text, slash));
    }

    /**
     * Reads {@code address/bits} with any literal that the JDK takes except one with a zone, which is an address of a link and not of a cluster:
     * also {@code 10.1/16} for 10.0.0.1/16 and IPv6 in brackets. What another version of Hanse sent must not fail for its form.
     *
     * @throws IllegalArgumentException if the text has another form, in words that name the whole prefix
     */
    public static IpPrefix parseLenient(String text) {
        int slash = text.lastIndexOf('/');
        InetAddress address = literal(text, Math.max(0, slash));
        int bits = bits(text, slash);
        byte[] first = masked(address.getAddress(), bits);
        if (bits >= 0 && !Arrays.equals(address.getAddress(), first)) {
            throw new IllegalArgumentException(
                    bitsSet(address, bits) + " (expected: " + text(first) + "/" + bits + ")");
        }
        return new IpPrefix(address, bits);
    }

    private static InetAddress literal(String text, int end) {
        try {
            String address = text.substring(0, end);
            if (address.indexOf('%') < 0) {
                return InetAddress.ofLiteral(address);
            }
        } catch (IllegalArgumentException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private static int bits(String text, int slash) {
        try {
            return Integer.parseInt(text, slash + 1, text.length(), 10);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("prefix: \"" + text + "\" (expected: a number after the slash)", e);
        }
    }

    private static IllegalArgumentException malformed(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "prefix: \"" + text + "\" (expected: address/length, as 10.1.0.0/16)", cause);
    }

    private static String bitsSet(InetAddress address, int bits) {
        return "prefix: " + address.getHostAddress() + "/" + bits + " has bits set behind its length";
    }

    private static String text(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
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
