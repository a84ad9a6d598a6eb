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
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.ExportDelta;
import java.time.InstantSource;
import java.util.List;

/** Takes what gateways export, has it shown to all, and answers with what was refused. Thread-safe. */
final class InboundExports {

    /** Refusals of one delta with a message for a person. */
    private static final int EXPLAINED = 1_000;

    private final ControlLoop loop;
    private final Streams streams;
    private final MemberExports exports;
    private final Views views;
    private final InstantSource clock;
    private final RefusedItems refused;

    InboundExports(
            ControlLoop loop,
            Streams streams,
            MemberExports exports,
            Views views,
            InstantSource clock,
            RefusedItems refused) {
        this.loop = loop;
        this.streams = streams;
        this.exports = exports;
        this.views = views;
        this.clock = clock;
        this.refused = refused;
    }

    void take(GatewayStream stream, ExportDelta delta) {
        ExportMessages.Decoded decoded = ExportMessages.decode(delta);
        List<ItemRefusal> refusals = loop.call(() -> apply(stream, decoded.change()));
        DeltaAck.Builder ack =
                DeltaAck.newBuilder().setPosition(delta.getPosition()).addAllRefusals(decoded.malformed());
        refusals.forEach(each -> ack.addRefusals(ExportMessages.refusal(each)));
        streams.counters().onExportDelta(ack.getRefusalsCount());
        refused.tell(stream.gateway(), ack.getRefusalsList());
        shorten(ack);
        stream.answer(ExchangeResponse.newBuilder().setExportAck(ack).build());
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
