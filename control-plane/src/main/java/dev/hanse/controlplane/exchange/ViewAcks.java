// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.net.time.RepeatLimit;
import dev.hanse.proto.v1.DeltaAck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what a gateway acknowledges of its view: more of it may be sent. Thread-safe. */
final class ViewAcks {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    /** A gateway may refuse something with every message. */
    private static final RepeatLimit<String> LINES = new RepeatLimit<>(System::nanoTime);

    private ViewAcks() {}

    static void take(GatewayStream stream, DeltaAck ack) {
        if (!stream.acknowledged(ack.getPosition())) {
            throw new ProtocolViolationException("view ack of version "
                    + Long.toUnsignedString(ack.getPosition().getVersion())
                    + " (expected: the position of the oldest view delta that has no answer yet, each once)");
        }
        if (ack.getRefusalsCount() > 0) {
            String reason = ack.getRefusals(0).getReason();
            LINES.tell(stream.gateway() + " " + reason)
                    .ifPresent(untold -> LOG.warn(
                            "gateway {} refused {} items of its view, the first: {}{}",
                            stream.gateway(),
                            ack.getRefusalsCount(),
                            reason,
                            untold));
        }
    }
}
