// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.peers.RefusedWrites;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.discovery.contract.ServiceNames;
import dev.hanse.net.text.VisibleText;
import dev.hanse.proto.v1.RefusedWrite;
import dev.hanse.proto.v1.WriteReport;
import java.util.List;

/** Takes what gateways report that they cannot write. Thread-safe. */
final class InboundWrites {

    static final int MAX_TARGET = 64;
    static final int MAX_TEXT = 512;

    /** Stands for any larger number. */
    static final int MAX_LEFT_OUT = 1_000_000;

    private final ControlLoop loop;
    private final Streams streams;
    private final Peers peers;

    InboundWrites(ControlLoop loop, Streams streams, Peers peers) {
        this.loop = loop;
        this.streams = streams;
        this.peers = peers;
    }

    void take(GatewayStream stream, WriteReport report) {
        RefusedWrites.Report refused = read(report);
        loop.run(() -> {
            if (streams.isCurrent(stream)) {
                peers.writes().put(stream.gateway(), refused);
            }
        });
    }

    /**
     * As far as there is room for it.
     *
     * @throws ProtocolViolationException if a service has no name
     */
    static RefusedWrites.Report read(WriteReport report) {
        List<RefusedWrites.Refusal> refused = report.getRefusedList().stream()
                .limit(RefusedWrites.MAX_REFUSED)
                .map(InboundWrites::read)
                .toList();
        long leftOut = Integer.toUnsignedLong(report.getLeftOut()) + report.getRefusedCount() - refused.size();
        return new RefusedWrites.Report(refused, (int) Math.min(MAX_LEFT_OUT, leftOut));
    }

    private static RefusedWrites.Refusal read(RefusedWrite refused) {
        try {
            return new RefusedWrites.Refusal(
                    ServiceNames.fromMessage(refused.getService()),
                    VisibleText.head(refused.getTarget(), MAX_TARGET),
                    VisibleText.head(refused.getText(), MAX_TEXT));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolationException("write report: " + e.getMessage());
        }
    }
}
