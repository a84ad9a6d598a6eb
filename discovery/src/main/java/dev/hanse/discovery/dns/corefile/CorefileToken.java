// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.corefile;

/**
 * A word of a Corefile.
 *
 * @param text without quotes
 * @param line where it begins, from 1
 */
record CorefileToken(String text, int line) {

    boolean isOpening() {
        return text.equals("{");
    }

    boolean isClosing() {
        return text.equals("}");
    }
}
