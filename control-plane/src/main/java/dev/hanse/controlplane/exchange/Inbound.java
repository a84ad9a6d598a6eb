// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.proto.v1.ExchangeRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each message of a stream to the one part that knows what it means. Called by the stream's reader. Who the
 * gateway is comes from its certificate alone.
 */
final class Inbound {

    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    /** What a message may have. */
    static final int CONTRACT_OCTETS = 1024 * 1024;

    /** That for the content, and room for what surrounds it. */
    private static final int MAX_MESSAGE_OCTETS = CONTRACT_OCTETS + 64 * 1024;

    private final GatewayStream stream;
    private final Greeting greeting;
    private final InboundExports exports;
    private final InboundPaths paths;
    private final InboundWrites writes;
    private final InboundTunnel tunnel;
    private final ClockSkew skew;
    private final GatewayLines lines;

    Inbound(
            GatewayStream stream,
            Greeting greeting,
            InboundExports exports,
            InboundPaths paths,
            InboundWrites writes,
            InboundTunnel tunnel,
            ClockSkew skew,
            GatewayLines lines) {
        this.stream = stream;
        this.greeting = greeting;
        this.exports = exports;
        this.paths = paths;
        this.writes = writes;
        this.tunnel = tunnel;
        this.skew = skew;
        this.lines = lines;
    }

    /** Takes one message; whether it was answered. */
    boolean accept(ExchangeRequest message) {
        if (message.getSerializedSize() > MAX_MESSAGE_OCTETS) {
            throw new RefusedException(
                    Reason.QUOTA_EXCEEDED,
                    message.getMessageCase() + " of " + message.getSerializedSize() + " octets (expected: at most "
                            + CONTRACT_OCTETS + ")");
        }
        if (message.hasHello() == stream.isOpen()) {
            throw new ProtocolViolationException(message.getMessageCase() + " (expected: Hello, once and first)");
        }
        switch (message.getMessageCase()) {
            case HELLO -> greeting.greet(stream, message.getHello());
            case EXPORT_DELTA -> exports.take(stream, message.getExportDelta());
            case VIEW_ACK -> ViewAcks.take(stream, message.getViewAck());
            case HEARTBEAT -> skew.notable(message.getHeartbeat()).ifPresent(this::tell);
            case PATH_REPORT -> paths.take(stream, message.getPathReport());
            case WRITE_REPORT -> writes.take(stream, message.getWriteReport());
            case TUNNEL_ENDPOINT -> tunnel.take(stream, message.getTunnelEndpoint());
            // From a newer gateway; the contract lets fields be added.
            case MESSAGE_NOT_SET -> {}
        }
        return message.hasHello() || message.hasExportDelta() || message.hasTunnelEndpoint();
    }

    private void tell(Duration difference) {
        lines.tell(
                stream.gateway(),
                leftOut -> LOG.warn(
                        "gateway {}: its clock differs by {} s; check time synchronisation{}",
                        stream.gateway(),
                        difference.toSeconds(),
                        leftOut));
    }
}
