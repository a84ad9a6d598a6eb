// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * What the load tells {@link TrafficLog}, one line each: {@code WORD at=MILLIS ms=MILLIS WHY}, with the wall clock's time of the beginning. Any thread.
 */
final class Told {

    /** Shorter ones are a busy machine's. */
    private static final long STALL_MILLIS = 50;

    private Told() {}

    /** A connection made no progress from {@code since} until now; says nothing where that was short. */
    static void gap(String word, long sinceNanos) {
        gap(word, sinceNanos, 0);
    }

    /** The same where none was due for the first milliseconds, which do not count. */
    static void gap(String word, long sinceNanos, int duringMillis) {
        long millis = millisSince(sinceNanos) - duringMillis;
        if (millis >= STALL_MILLIS) {
            line(word, millis, "");
        }
    }

    /** Something that began at {@code since} has come to an end now. */
    static void ended(String word, long sinceNanos, String why) {
        line(word, millisSince(sinceNanos), why);
    }

    /** The same of a connection that is of no more use, and closes it. */
    static void ended(String word, long sinceNanos, String why, Closeable connection) {
        ended(word, sinceNanos, why);
        try {
            connection.close();
        } catch (IOException e) {
            System.out.println("not closed: " + e);
        }
    }

    private static void line(String word, long millis, String why) {
        System.out.println(word + " at=" + (System.currentTimeMillis() - millis) + " ms=" + millis + " " + why);
    }

    static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
