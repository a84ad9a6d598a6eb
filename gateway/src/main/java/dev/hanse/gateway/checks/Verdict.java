// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

/** What a rule does with a packet that it is about. */
sealed interface Verdict {

    /** What needs nothing more to be said. */
    enum Plain implements Verdict {
        ACCEPT,
        DROP,
        RETURN,
        /** Goes on with the next rule: it counts, logs or marks. */
        NEXT,
        /** Whatever it is, it may let the packet through. */
        UNKNOWN
    }

    /**
     * Goes on in another chain.
     *
     * @param chain its name
     * @param back whether it comes back behind this rule
     */
    record Jump(String chain, boolean back) implements Verdict {}
}
