// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.text;

import java.util.regex.Pattern;

/**
 * A message without the times in it. What a clock says now stands in messages for people; one that differs from another in nothing
 * else tells of no other state, and is not told again.
 */
public final class TimelessText {

    private static final Pattern TIME = Pattern.compile("\\d{4,}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?Z");

    private TimelessText() {}

    /** The message, with one word for each time (RFC 3339, UTC). */
    public static String of(String message) {
        return TIME.matcher(message).replaceAll("<time>");
    }
}
