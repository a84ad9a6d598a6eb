// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import java.util.List;

/**
 * What became of looking at one place. A place that could not be read is not one without prefixes.
 *
 * @param text what is there, or why it was not read, for people
 * @param prefixes none unless it was read
 */
public record Reading(Origin origin, State state, String text, List<FoundPrefix> prefixes) {

    /** How it went. */
    public enum State {
        READ,
        /** HTTP 404: there is no such object, or no such kind. */
        ABSENT,
        /** HTTP 403. */
        FORBIDDEN,
        /** It says something that nobody understands. */
        MALFORMED;

        /** Whether there may be prefixes that nobody saw. */
        public boolean isUnknown() {
            return this == FORBIDDEN || this == MALFORMED;
        }
    }

    /** Copies the list. */
    public Reading {
        prefixes = List.copyOf(prefixes);
    }

    static Reading absent(Origin origin, String text) {
        return new Reading(origin, State.ABSENT, text, List.of());
    }
}
