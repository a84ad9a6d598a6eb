// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.net.time;

/**
 * Monotonic time, for intervals and deadlines; {@code System::nanoTime} outside of tests. Dates come from a {@link java.time.InstantSource},
 * which may jump. Thread-safe.
 */
@FunctionalInterface
public interface NanoClock {

    /** Nanoseconds since an origin that means nothing. May be negative and may wrap, so two of them are compared by their difference. */
    long nanoTime();
}
