// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import java.util.Optional;
import java.util.Set;

/** Which links lead to pods of other hosts. One thread, which blocks. */
@FunctionalInterface
interface CurrentWays extends AutoCloseable {

    /** Their names, at the moment of the call; empty where they have never been known. */
    Optional<Set<String>> now();

    /** Asks no more; idempotent. */
    @Override
    default void close() {}
}
