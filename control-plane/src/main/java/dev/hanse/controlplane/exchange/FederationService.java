// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.rpc.Caller;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.FederationGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Answers {@code Federation}: each call becomes a {@link GatewayStream}. Thread-safe. */
public final class FederationService extends FederationGrpc.FederationImplBase {

    private final ExchangeParts parts;
    private final Streams streams;

    /** For calls that come through {@link dev.hanse.controlplane.rpc.CallerInterceptor}. */
    public FederationService(ExchangeParts parts, Streams streams) {
        this.parts = parts;
        this.streams = streams;
    }

    @Override
    public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> observer) {
        Caller caller = Caller.current();
        GatewayStream stream = new GatewayStream(
                parts, streams, caller.gateway().gateway(), caller.serial(), (ServerCallStreamObserver<
                                ExchangeResponse>)
                        observer);
        stream.begin();
        return stream;
    }
}
