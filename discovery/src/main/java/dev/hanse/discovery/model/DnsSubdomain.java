// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.regex.Pattern;

/**
 * Checks names of objects as Kubernetes has them: 1 to 253 octets, lower-case letters, digits, hyphens and dots, with a letter or digit at both ends of what stands
 * between dots. Longer labels than those of DNS are allowed there: such a name is no host's.
 */
public final class DnsSubdomain {

    /** Longest name. */
    public static final int MAX_OCTETS = 253;

    private static final Pattern FORM =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private DnsSubdomain() {}

    /** Whether {@code text} is such a name. Nearly all are labels, for which nothing is matched. */
    public static boolean isValid(String text) {
        return DnsLabel.isValid(text)
                || (text.length() <= MAX_OCTETS && FORM.matcher(text).matches());
    }

    /**
     * Returns {@code text} when it is such a name.
     *
     * @param what the thing that is named, for the message
     * @throws IllegalArgumentException if it is not
     */
    public static String require(String what, String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException(what + ": \"" + DnsLabel.excerpt(text)
                    + "\" (expected: 1 to 253 lower-case letters, digits, or dots and hyphens between them)");
        }
        return text;
    }
}
