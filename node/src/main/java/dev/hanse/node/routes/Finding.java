// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.routes;

import dev.hanse.net.text.VisibleText;

/**
 * Something on this node that keeps packets from where they go, or their source address from staying.
 *
 * @param code what kind of thing; scripts read it
 * @param text what was found and where; the same for as long as it stays
 * @param remedy what to type, or to do
 * @param warning whether packets are lost or change by it
 */
public record Finding(String code, String text, String remedy, boolean warning) {

    private static final int MAX_CHARACTERS = 1_024;

    /** Cuts what is too long for a line of the log. */
    public Finding {
        text = VisibleText.head(text, MAX_CHARACTERS);
        remedy = VisibleText.head(remedy, MAX_CHARACTERS);
    }

    static Finding warning(String code, String text, String remedy) {
        return new Finding(code, text, remedy, true);
    }

    @Override
    public String toString() {
        return code + ": " + text + " (" + remedy + ")";
    }
}
