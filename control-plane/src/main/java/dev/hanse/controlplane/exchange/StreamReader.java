// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * Reads a stream. A message is let in only when the answer to the one before has been sent, so that nothing piles up.
 * Called by gRPC, one message at a time.
 */
final class StreamReader implements StreamObserver<ExchangeRequest> {

    private final GatewayStream stream;
    private final Inbound inbound;
    private final ServerCallStreamObserver<ExchangeResponse> call;

    StreamReader(GatewayStream stream, Inbound inbound, ServerCallStreamObserver<ExchangeResponse> call) {
        this.stream = stream;
        this.inbound = inbound;
        this.call = call;
    }

    @Override
    public void onNext(ExchangeRequest message) {
        stream.heard();
        try {
            boolean answered = inbound.accept(message);
            if (!answered) {
                call.request(1);
            }
        } catch (RuntimeException e) {
            stream.end(new StreamEnd.Failed(e));
        }
    }

    @Override
    public void onError(Throwable cause) {
        stream.end(new StreamEnd.Gone(String.valueOf(cause.getMessage())));
    }

    @Override
    public void onCompleted() {
        stream.end(new StreamEnd.Completed());
    }
}
