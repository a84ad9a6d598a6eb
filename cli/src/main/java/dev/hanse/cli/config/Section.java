// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

/**
 * A mapping of keys within a configuration file, which may be left out.
 *
 * @param name as the file has it
 * @param meaning what it is for, for the reference and the example file
 * @param isPrintedWhenAbsent whether the effective configuration says that there is none
 * @param isPrintedWhenEmpty whether it says something without any key, and so stands in the effective configuration
 * @param isCommented whether the example file has it as a comment only
 */
record Section(
        String name, String meaning, boolean isPrintedWhenAbsent, boolean isPrintedWhenEmpty, boolean isCommented) {

    static Section of(String name) {
        return new Section(name, "", false, false, false);
    }

    /** The same with its meaning, one or several sentences. */
    Section meaning(String sentences) {
        return new Section(name, sentences, isPrintedWhenAbsent, isPrintedWhenEmpty, isCommented);
    }

    /** The same, printed as {@code none} where it is left out. */
    Section printedWhenAbsent() {
        return new Section(name, meaning, true, isPrintedWhenEmpty, isCommented);
    }

    /** The same, printed as {@code {}} where it has no keys. */
    Section printedWhenEmpty() {
        return new Section(name, meaning, isPrintedWhenAbsent, true, isCommented);
    }

    /** The same, a comment in the example file. */
    Section commented() {
        return new Section(name, meaning, isPrintedWhenAbsent, isPrintedWhenEmpty, true);
    }
}
