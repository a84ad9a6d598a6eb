// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.exports.ExportChange;
import dev.hanse.controlplane.exports.ExportOutcome;
import dev.hanse.controlplane.exports.ItemRefusal;
import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.views.Views;
import dev.hanse.net.time.RepeatLimit;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.ExportDelta;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what gateways export, has it shown to all, and answers with what was refused. Thread-safe. */
final class InboundExports {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    /** Refusals of one delta with a message for a person. */
    private static final int EXPLAINED = 1_000;

    private final ControlLoop loop;
    private final Streams streams;
    private final MemberExports exports;
    private final Views views;
    private final InstantSource clock;

    /** A gateway may say something wrong with every message. */
    private final RepeatLimit<String> lines = new RepeatLimit<>(System::nanoTime);

    InboundExports(ControlLoop loop, Streams streams, MemberExports exports, Views views, InstantSource clock) {
        this.loop = loop;
        this.streams = streams;
        this.exports = exports;
        this.views = views;
        this.clock = clock;
    }

    void take(GatewayStream stream, ExportDelta delta) {
        ExportMessages.Decoded decoded = ExportMessages.decode(delta);
        List<ItemRefusal> refusals = loop.call(() -> apply(stream, decoded.change()));
        DeltaAck.Builder ack =
                DeltaAck.newBuilder().setPosition(delta.getPosition()).addAllRefusals(decoded.malformed());
        refusals.forEach(each -> ack.addRefusals(ExportMessages.refusal(each)));
        shorten(ack);
        streams.counters().onExportDelta(ack.getRefusalsCount());
        if (ack.getRefusalsCount() > 0) {
            lines.tell(stream.gateway() + " " + ack.getRefusals(0).getReason())
                    .ifPresent(untold -> tell(stream.gateway(), ack, untold));
        }
        stream.answer(ExchangeResponse.newBuilder().setExportAck(ack).build());
    }

    private static void tell(GatewayId gateway, DeltaAck.Builder ack, String untold) {
        LOG.warn(
                "gateway {}: {} exported items refused, the first: {}: {}{}",
                gateway,
                ack.getRefusalsCount(),
                ack.getRefusals(0).getReason(),
                ack.getRefusals(0).getMessage(),
                untold);
    }

    /** The first are explained; of thousands the reason is enough, and an answer stays within what gateways take. */
    private static void shorten(DeltaAck.Builder ack) {
        for (int i = EXPLAINED; i < ack.getRefusalsCount(); i++) {
            ack.getRefusalsBuilder(i).clearMessage();
        }
    }

    private List<ItemRefusal> apply(GatewayStream stream, ExportChange change) {
        GatewayId gateway = stream.gateway();
        if (!streams.isCurrent(stream)) {
            throw new RefusedException(Reason.STREAM_SUPERSEDED, "gateway " + gateway + " has begun another stream");
        }
        ExportOutcome outcome = exports.apply(gateway, change, clock.instant());
        views.update(outcome);
        return outcome.refusals();
    }
}
