// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.rpc.Statuses;
import dev.hanse.proto.v1.ExchangeResponse;
import io.grpc.stub.ServerCallStreamObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a stream, on a virtual thread of its own, and is the only one that does. */
final class StreamWriter implements Runnable {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger(GatewayStream.class);

    private final GatewayStream stream;
    private final OutboundView view;
    private final Departure departure;
    private final ExchangeCounters counters;
    private final GatewayLines lines;
    private final ServerCallStreamObserver<ExchangeResponse> call;

    StreamWriter(
            GatewayStream stream,
            OutboundView view,
            Departure departure,
            ExchangeCounters counters,
            GatewayLines lines,
            ServerCallStreamObserver<ExchangeResponse> call) {
        this.stream = stream;
        this.view = view;
        this.departure = departure;
        this.counters = counters;
        this.lines = lines;
        this.call = call;
    }

    @Override
    public void run() {
        StreamEnd how;
        try {
            how = write();
        } catch (RuntimeException e) {
            how = new StreamEnd.Failed(e);
        } catch (InterruptedException e) {
            how = new StreamEnd.Failed(
                    new RefusedException(Reason.SHUTTING_DOWN, "the control plane is shutting down"));
        }
        departure.leave(stream);
        close(how);
    }

    private StreamEnd write() throws InterruptedException {
        while (true) {
            switch (stream.next(call::isReady)) {
                case Turn.Send(var message) -> send(message);
                case Turn.FetchView _ -> view.fetch(stream);
                case Turn.Leave(var how) -> {
                    return how;
                }
            }
        }
    }

    private void send(ExchangeResponse message) {
        call.onNext(message);
        if (message.hasViewDelta()) {
            counters.onViewDelta(message.getViewDelta().getSnapshotBegin());
        } else if (isAnswer(message)) {
            // The next message may come in.
            call.request(1);
        }
    }

    private static boolean isAnswer(ExchangeResponse message) {
        return switch (message.getMessageCase()) {
            case HEARTBEAT, TUNNEL_KEY_RETIREMENT, CLUSTER_REACH, GATEWAY_DRAIN -> false;
            case WELCOME, VIEW_DELTA, EXPORT_ACK, TUNNEL_ENDPOINT_ACK, MESSAGE_NOT_SET -> true;
        };
    }

    private void close(StreamEnd how) {
        lines.tell(stream.gateway(), leftOut -> tell(how, leftOut));
        switch (how) {
            case StreamEnd.Completed _ -> call.onCompleted();
            case StreamEnd.Gone _ -> {}
            case StreamEnd.Failed(var cause) -> fail(cause);
        }
    }

    private void tell(StreamEnd how, String leftOut) {
        switch (how) {
            case StreamEnd.Completed _ -> LOG.info("gateway {} has left{}", stream.gateway(), leftOut);
            case StreamEnd.Gone(var why) -> LOG.info("gateway {} is gone: {}{}", stream.gateway(), why, leftOut);
            case StreamEnd.Failed(var cause) ->
                LOG.info("stream of gateway {} ends: {}{}", stream.gateway(), cause.getMessage(), leftOut);
        }
    }

    private void fail(RuntimeException cause) {
        try {
            call.onError(Statuses.of(cause));
        } catch (IllegalStateException e) {
            LOG.debug("gateway {} was gone already", stream.gateway(), e);
        }
    }
}
