// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import java.time.Duration;

/**
 * How each side of an exchange shows and judges that the other lives.
 *
 * @param heartbeat a side that has sent nothing for this long sends a heartbeat
 * @param lease a side that has heard nothing for this long ends the stream; at least twice the heartbeat, so that one
 *     lost beat is no loss
 */
public record LeaseTimes(Duration heartbeat, Duration lease) {

    /** Five seconds and fifteen. */
    public static final LeaseTimes DEFAULT = new LeaseTimes(Duration.ofSeconds(5), Duration.ofSeconds(15));

    /** Checks that both are positive and stand in proportion. */
    public LeaseTimes {
        if (heartbeat.toMillis() < 1 || lease.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("lease: " + lease + " with heartbeat " + heartbeat
                    + " (expected: at least twice the heartbeat, and that at least 1 ms)");
        }
    }
}
