// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

/**
 * What was found of one thing, as JSON says it.
 *
 * @param check what was looked at; scripts read it
 * @param subject which of several; empty: there is one
 * @param text what was found
 * @param remedy what to do; empty: nothing
 */
record Diagnosis(String check, String subject, State state, String text, String remedy) {

    /** How bad it is. */
    enum State {
        OK,
        /** It works, and should not stay so. */
        WARNING,
        /** It does not work. */
        FAILED,
        /** It could not be looked at. */
        UNKNOWN,
        /** There is nothing of that kind here. */
        SKIPPED;

        /** Whether the verb must not end with success. */
        boolean isBad() {
            return this == FAILED || this == UNKNOWN;
        }
    }

    static Diagnosis ok(String check, String subject, String text) {
        return new Diagnosis(check, subject, State.OK, text, "");
    }

    static Diagnosis warning(String check, String subject, String text, String remedy) {
        return new Diagnosis(check, subject, State.WARNING, text, remedy);
    }

    static Diagnosis failed(String check, String subject, String text, String remedy) {
        return new Diagnosis(check, subject, State.FAILED, text, remedy);
    }

    static Diagnosis unknown(String check, String subject, String text, String remedy) {
        return new Diagnosis(check, subject, State.UNKNOWN, text, remedy);
    }

    static Diagnosis skipped(String check, String text, String remedy) {
        return new Diagnosis(check, "", State.SKIPPED, text, remedy);
    }
}
