// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.rpc.RpcFailure;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.FederationGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import org.jspecify.annotations.Nullable;

/**
 * One Exchange call on a channel of its own. What gRPC's threads receive is handed to the control loop; at most {@link
 * #UNREAD} messages wait there, so that a sender faster than the loop is held back by HTTP/2 and by nothing that grows.
 */
final class ExchangeStream {

    private static final int UNREAD = 16;

    private final ControlLoop loop;
    private final Events events;
    private final ManagedChannel channel;
    private @Nullable ClientCallStreamObserver<ExchangeRequest> call;
    private boolean completed;
    private boolean ended;

    /** What happens on the stream, called on the control loop. */
    interface Events {

        void onMessage(ExchangeResponse message);

        /** More can be sent. */
        void onWritable();

        /** The stream is over; called once and last. */
        void onEnd(RpcFailure failure);
    }

    /** Opens the call; nothing is sent yet. Called on the control loop. */
    ExchangeStream(ControlLoop loop, ChannelFactory channels, ControlPlaneAddress address, Events events) {
        this.loop = loop;
        this.events = events;
        this.channel = channels.open(address);
        var observer = new Receiver();
        FederationGrpc.newStub(channel).exchange(observer);
        this.call = observer.stream;
    }

    /** Whether a message that may wait should be sent now. */
    boolean isReady() {
        return call != null && !completed && !ended && call.isReady();
    }

    /** Sends a message; nothing once the stream is over or was completed, while messages of the other end may still come. */
    void send(ExchangeRequest message) {
        if (call != null && !completed && !ended) {
            call.onNext(message);
        }
    }

    /** Ends the stream in order: the other end sees that the gateway leaves. {@link Events#onEnd} follows. */
    void complete() {
        if (call != null && !completed && !ended) {
            completed = true;
            call.onCompleted();
        }
    }

    /** Ends the stream at once; {@link Events#onEnd} does not follow. */
    void abort(String reason) {
        if (!ended) {
            ended = true;
            if (call != null) {
                call.cancel(reason, null);
            }
            channel.shutdownNow();
        }
    }

    private void end(RpcFailure failure) {
        if (!ended) {
            ended = true;
            channel.shutdownNow();
            events.onEnd(failure);
        }
    }

    /** Runs on gRPC's threads. */
    private final class Receiver implements ClientResponseObserver<ExchangeRequest, ExchangeResponse> {

        private @Nullable ClientCallStreamObserver<ExchangeRequest> stream;

        @Override
        public void beforeStart(ClientCallStreamObserver<ExchangeRequest> request) {
            stream = request;
            request.disableAutoRequestWithInitial(UNREAD);
            request.setOnReadyHandler(() -> loop.execute(() -> {
                if (!ended) {
                    events.onWritable();
                }
            }));
        }

        @Override
        public void onNext(ExchangeResponse message) {
            loop.execute(() -> {
                if (!ended) {
                    events.onMessage(message);
                    if (call != null) {
                        call.request(1);
                    }
                }
            });
        }

        @Override
        public void onError(Throwable failure) {
            RpcFailure read = RpcFailure.of(failure);
            loop.execute(() -> end(read));
        }

        @Override
        public void onCompleted() {
            loop.execute(() -> end(new RpcFailure(Status.Code.OK, "", "the control plane ended the stream")));
        }
    }
}
