// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import java.util.Optional;

/**
 * One setting of a configuration file.
 *
 * @param name as the file has it
 * @param form how its value is written
 * @param meaning what it does, for the reference and the example file
 * @param example what stands in the example file; empty: the default
 */
record Key<T>(String name, Form<T> form, String meaning, Optional<String> example) {

    static <T> Key<T> of(String name, Form<T> form) {
        return new Key<>(name, form, "", Optional.empty());
    }

    /** The same with its meaning, one or several sentences. */
    Key<T> meaning(String sentences) {
        return new Key<>(name, form, sentences, example);
    }

    /** The same with another value than the default in the example file. */
    Key<T> example(String yaml) {
        return new Key<>(name, form, meaning, Optional.of(yaml));
    }
}
