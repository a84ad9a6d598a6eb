// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import java.util.Optional;

/**
 * Whoever describes a record asks here for each of its components, in the order of the file, and makes the record of the answers; who answers reads
 * them from YAML, prints them or explains them. Thus a key is described once and in one place.
 *
 * <p>Every question has what the component holds now: its default where the record is read, the record's own value where it is printed.
 */
interface Keys {

    /** A key that must be there. */
    <T> T required(Key<T> key, Optional<T> now);

    /** A key that has a default. */
    <T> T value(Key<T> key, T now);

    /** A key that may be left out, which means something else than every value. */
    <T> Optional<T> optional(Key<T> key, Optional<T> now);

    /**
     * A component that has no key.
     *
     * @param component its name
     * @param why it has none
     */
    <T> T internal(String component, T now, String why);

    /**
     * The keys of a mapping within this one; empty if it is left out.
     *
     * @param now whether the record has what the mapping stands for
     */
    Optional<Keys> section(Section section, boolean now);

    /** All keys were asked for: another one is an error. */
    void end();
}
