// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A domain name in wire form, lower case, with the empty label of the root at its end. Immutable. In order, by octets, so that maps stay quick when names were chosen to have one hash. */
public final class WireName implements Comparable<WireName> {

    /** Longest name, RFC 1035 section 2.3.4. */
    public static final int MAX_OCTETS = 255;

    /** The root. */
    public static final WireName ROOT = new WireName(new byte[1]);

    private final byte[] octets;
    private final int hash;

    private WireName(byte[] octets) {
        this.octets = octets;
        this.hash = NameHash.hash(octets);
    }

    /**
     * Reads a name such as {@code svc.clusterset.local}, with or without a trailing dot.
     *
     * @throws IllegalArgumentException if it is too long or has an empty label
     */
    public static WireName of(String text) {
        WireName name = ROOT;
        String[] labels = text.isEmpty() || text.equals(".") ? new String[0] : text.split("\\.");
        for (int i = labels.length - 1; i >= 0; i--) {
            name = name.child(labels[i]);
        }
        return name;
    }

    /**
     * The name with one more label in front.
     *
     * @throws IllegalArgumentException if the label is empty or over 63 octets, or the name is over 255
     */
    public WireName child(String label) {
        int length = label.length();
        if (length == 0 || length > 63) {
            throw new IllegalArgumentException("label: \"" + label + "\" (expected: 1 to 63 octets)");
        }
        if (!fits(length)) {
            throw new IllegalArgumentException(
                    "name: \"" + label + "." + this + "\" (expected: at most " + MAX_OCTETS + " octets on the wire)");
        }
        byte[] longer = new byte[octets.length + length + 1];
        longer[0] = (byte) length;
        for (int i = 0; i < length; i++) {
            longer[i + 1] = lowerCase(label.charAt(i));
        }
        System.arraycopy(octets, 0, longer, length + 1, octets.length);
        return new WireName(longer);
    }

    /** Only ASCII stands in our names; anything else becomes a question mark, which matches nothing. */
    private static byte lowerCase(char c) {
        if (c > 0x7f) {
            return '?';
        }
        return (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
    }

    /** Whether a label of this many octets can still be put in front. */
    public boolean fits(int labelOctets) {
        return labelOctets <= 63 && octets.length + labelOctets + 1 <= MAX_OCTETS;
    }

    /** The octets; not to be written to. */
    public byte[] octets() {
        return octets;
    }

    /** Octets on the wire. */
    public int length() {
        return octets.length;
    }

    /** The value that {@link NameHash#fold} gives. */
    public int nameHash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireName name && Arrays.equals(octets, name.octets);
    }

    @Override
    public int compareTo(WireName other) {
        return Arrays.compareUnsigned(octets, other.octets);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The usual text without a trailing dot. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; octets[at] != 0; at += octets[at] + 1) {
            text.append(new String(octets, at + 1, octets[at], StandardCharsets.US_ASCII))
                    .append('.');
        }
        return text.isEmpty() ? "." : text.substring(0, text.length() - 1);
    }
}
