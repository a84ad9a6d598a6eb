// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.audit;

import java.util.regex.Pattern;

/** Makes what others sent fit one line of bounded length that no terminal obeys. */
final class AuditText {

    private static final int MAX_CHARS = 512;

    /** Control and format characters, surrogates without their half, unassigned ones, line and paragraph separators. */
    private static final Pattern UNSHOWN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private AuditText() {}

    static String of(String text) {
        String head = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
        return UNSHOWN.matcher(head).replaceAll(" ");
    }
}
