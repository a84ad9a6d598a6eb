// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

/** Checks RFC 1123 labels: 1 to 63 octets, lower-case letters, digits and inner hyphens. */
public final class DnsLabel {

    /** Longest label, RFC 1035 section 2.3.4. */
    public static final int MAX_OCTETS = 63;

    private DnsLabel() {}

    /** Whether {@code text} is an RFC 1123 label in lower case. */
    public static boolean isValid(String text) {
        int length = text.length();
        if (length == 0 || length > MAX_OCTETS || text.charAt(0) == '-' || text.charAt(length - 1) == '-') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isAllowed(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }

    /**
     * Returns {@code text} when it is a label.
     *
     * @param what the thing that is named, for the message
     * @throws IllegalArgumentException if it is not
     */
    public static String require(String what, String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(what + ": \"" + excerpt(text)
                    + "\" (expected: 1 to 63 lower-case letters, digits or inner hyphens, as RFC 1123)");
        }
        return text;
    }

    static String excerpt(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
