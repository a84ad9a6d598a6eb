// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Points in time. */
public final class Times {

    /** Years 1 to 9999, as google.protobuf.Timestamp allows. */
    private static final long MIN_SECONDS = -62_135_596_800L;

    private static final long MAX_SECONDS = 253_402_300_799L;

    private Times() {}

    /** As a message. */
    public static Timestamp toMessage(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    /**
     * From a message.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public static Instant fromMessage(Timestamp time) {
        if (time.getSeconds() < MIN_SECONDS
                || time.getSeconds() > MAX_SECONDS
                || time.getNanos() < 0
                || time.getNanos() > 999_999_999) {
            throw new IllegalArgumentException("timestamp: " + time.getSeconds() + " s " + time.getNanos()
                    + " ns (expected: within years 1 to 9999, 0 to 999999999 ns)");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
