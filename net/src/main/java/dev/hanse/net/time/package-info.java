// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Time as parts of Hanse get it from outside: {@code NanoClock} for intervals; {@code Backoff} between attempts; {@code TokenBucket}, {@code TokenBuckets} and
 * {@code RepeatLimit} for how often something may happen or be told. The port for dates is the JDK's
 * {@code InstantSource}. Owns no thread; each class says what several threads may do. Imports only the JDK.
 */
@NullMarked
package dev.hanse.net.time;

import org.jspecify.annotations.NullMarked;
