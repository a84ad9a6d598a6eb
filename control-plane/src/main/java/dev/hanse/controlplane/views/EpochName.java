// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of an epoch tells: {@code <form>-<ordinal>-<random>}, and an {@code m} behind the ordinal of one that began
 * in memory because the store could not be written.
 *
 * @param ordinal grows by one from epoch to epoch of one history; 0: of an earlier release
 * @param inMemory whether the store may have lost it without having been taken back
 */
record EpochName(long ordinal, boolean inMemory) {

    /** The first form, {@code 1-<random>}, has no ordinal. */
    private static final Pattern FORM = Pattern.compile("(?:[2-9]|\\d{2,4})-(\\d{1,12})(m?)-.+");

    /** What a name says; empty: it is none of this form. */
    static Optional<EpochName> parse(String name) {
        Matcher matcher = FORM.matcher(name);
        return matcher.matches()
                ? Optional.of(new EpochName(
                        Long.parseLong(matcher.group(1)), !matcher.group(2).isEmpty()))
                : Optional.empty();
    }

    /** The name after this one. */
    static String next(String form, Optional<EpochName> before, boolean inMemory, String random) {
        long ordinal = before.map(EpochName::ordinal).orElse(0L) + 1;
        return form + ordinal + (inMemory ? "m-" : "-") + random;
    }
}
