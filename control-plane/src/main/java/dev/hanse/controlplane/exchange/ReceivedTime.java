// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import com.google.protobuf.Timestamp;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.discovery.contract.Times;
import java.time.Instant;

/** Reads points in time that gateways send. */
final class ReceivedTime {

    private ReceivedTime() {}

    /**
     * The time that a message says.
     *
     * @throws ProtocolViolationException if it is out of range
     */
    static Instant of(Timestamp message) {
        try {
            return Times.fromMessage(message);
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolationException(String.valueOf(e.getMessage()));
        }
    }
}
