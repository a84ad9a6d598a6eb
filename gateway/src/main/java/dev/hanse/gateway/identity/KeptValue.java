// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A value whose newest is to be on disk. A failure is told when it begins and when it ends, and can be tried again.
 * Thread-safe.
 */
final class KeptValue<T> {

    private final String what;
    private final Writer<T> writer;
    private final Logger log;
    private @Nullable T unwritten;
    private volatile String failure = "";

    /** Puts a value on disk. */
    interface Writer<T> {
        void write(T value) throws IOException;
    }

    /**
     * @param what for people
     * @param log of the class whose value it is
     */
    KeptValue(String what, Writer<T> writer, Logger log) {
        this.what = what;
        this.writer = writer;
        this.log = log;
    }

    /** Replaces the value. Blocks for the file. */
    synchronized void keep(T value) {
        unwritten = value;
        try {
            writer.write(value);
            unwritten = null;
            if (!failure.isEmpty()) {
                log.info("state: {} can be kept again", what);
            }
            failure = "";
        } catch (IOException e) {
            if (failure.isEmpty()) {
                log.error(
                        "state: {} cannot be kept: {}; serving goes on, but a restart would begin with what was kept"
                                + " before (expected: a data-dir with room that this user can write)",
                        what,
                        e.toString());
            }
            failure = what + " cannot be kept: " + e;
        }
    }

    /** Tries again what could not be written. */
    synchronized void retry() {
        T value = unwritten;
        if (value != null) {
            keep(value);
        }
    }

    /** Why the disk does not hold the newest; empty: it does. */
    String failure() {
        return failure;
    }
}
