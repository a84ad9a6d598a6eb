// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.regex.Pattern;

/** Checks RFC 1123 labels: 1 to 63 octets, lower-case letters, digits and inner hyphens. */
public final class DnsLabel {

    /** Longest label, RFC 1035 section 2.3.4. */
    public static final int MAX_OCTETS = 63;

    private static final Pattern RFC_1123 = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private DnsLabel() {}

    /** Whether {@code text} is an RFC 1123 label in lower case. */
    public static boolean isValid(String text) {
        return text.length() <= MAX_OCTETS && RFC_1123.matcher(text).matches();
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

    private static String excerpt(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
