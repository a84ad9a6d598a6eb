// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e;

/** Reads what {@code hanse token create} prints. */
public final class JoinToken {

    private JoinToken() {}

    /** The token among what is said about it beside it, which comes by the same way. */
    public static String in(String printed) {
        return printed.lines()
                .filter(line -> line.startsWith("hanse1."))
                .findFirst()
                .orElseThrow();
    }
}
