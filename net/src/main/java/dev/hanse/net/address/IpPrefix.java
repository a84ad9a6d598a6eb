// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An address range in CIDR notation, IPv4 or IPv6.
 *
 * @param address the first address; bits behind the prefix are zero
 * @param bits length of the prefix, 0 to 32 or 0 to 128
 */
public record IpPrefix(InetAddress address, int bits) {

    /** Decimal digits without sign and leading zero; what is too long for an address is refused by its value. */
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,3}");

    private static final int LONGEST = 64;

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
            throw malformed(text, "address/length, as 10.1.0.0/16");
        }
        return new IpPrefix(IpLiteral.parse(text.substring(0, slash)), bits(text, slash));
    }

    /**
     * The prefix of this length that has the address.
     *
     * @throws IllegalArgumentException if the length is none of the address's family
     */
    public static IpPrefix around(InetAddress address, int bits) {
        try {
            return new IpPrefix(InetAddress.getByAddress(masked(address.getAddress(), bits)), bits);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int bits(String text, int slash) {
        String length = text.substring(slash + 1);
        if (!LENGTH.matcher(length).matches()) {
            throw malformed(text, "a number after the slash");
        }
        return Integer.parseInt(length);
    }

    private static IllegalArgumentException malformed(String text, String expected) {
        String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return new IllegalArgumentException("prefix: \"" + shown + "\" (expected: " + expected + ")");
    }

    private static String bitsSet(InetAddress address, int bits) {
        return "prefix: " + address.getHostAddress() + "/" + bits + " has bits set behind its length";
    }

    /** Whether {@code candidate} is of the same family and lies inside. */
    public boolean contains(InetAddress candidate) {
        return contains(candidate.getAddress());
    }

    /** Whether the octets are those of an address of the same family that lies inside. Every endpoint that is told is looked at against a dozen prefixes. */
    boolean contains(byte[] candidate) {
        byte[] first = address.getAddress();
        if (candidate.length != first.length) {
            return false;
        }
        int differs = Arrays.mismatch(candidate, first);
        int compared = differs < 0 ? 0 : Math.min(bits - 8 * differs, 8);
        return compared <= 0 || (candidate[differs] ^ first[differs]) >> (8 - compared) == 0;
    }

    /** Whether all of {@code other} lies inside. */
    public boolean contains(IpPrefix other) {
        return bits <= other.bits && contains(other.address);
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
