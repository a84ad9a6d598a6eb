// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.text;

import java.nio.charset.StandardCharsets;

/** The size of text on the wire. Limits of contracts are in octets; a character is one to three of them in UTF-8, and a pair of surrogates four. */
public final class Utf8 {

    private Utf8() {}

    /** How many octets the text has in UTF-8. */
    public static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
