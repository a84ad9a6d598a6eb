// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.testing;

import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.FederationGrpc;
import dev.hanse.proto.v1.Welcome;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The far end of an exchange in this process: remembers what it receives and says only what the test makes it say. */
public final class FakeControlPlane implements AutoCloseable {

    private final String name = InProcessServerBuilder.generateName();
    private final Server server;
    private final List<ExchangeRequest> received = new ArrayList<>();
    private final List<String> addresses = new ArrayList<>();
    private final List<StreamObserver<ExchangeResponse>> streams = new ArrayList<>();
    private int completed;
    private int lost;

    public FakeControlPlane() {
        try {
            server = InProcessServerBuilder.forName(name)
                    .directExecutor()
                    .addService(new Federation())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Federation extends FederationGrpc.FederationImplBase {
        @Override
        public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> responses) {
            streams.add(responses);
            return new StreamObserver<>() {
                @Override
                public void onNext(ExchangeRequest message) {
                    received.add(message);
                }

                @Override
                public void onError(Throwable failure) {
                    lost++;
                }

                @Override
                public void onCompleted() {
                    completed++;
                    responses.onCompleted();
                }
            };
        }
    }

    /** Channels to this control plane, whatever the address; the addresses are remembered. */
    public ChannelFactory channels() {
        return address -> {
            addresses.add(address.toString());
            ManagedChannel channel =
                    InProcessChannelBuilder.forName(name).directExecutor().build();
            return channel;
        };
    }

    public List<String> addresses() {
        return addresses;
    }

    public List<ExchangeRequest> received() {
        return received;
    }

    /** The messages of one kind, oldest first. */
    public List<ExchangeRequest> received(ExchangeRequest.MessageCase kind) {
        return received.stream()
                .filter(message -> message.getMessageCase() == kind)
                .toList();
    }

    public int streams() {
        return streams.size();
    }

    public int completed() {
        return completed;
    }

    public int lost() {
        return lost;
    }

    public void say(ExchangeResponse.Builder message) {
        streams.getLast().onNext(message.build());
    }

    /** Welcomes with a heartbeat of one second and a lease of three. */
    public void welcome(boolean viewResumed, boolean exportsResumed, String... controlPlanes) {
        say(ExchangeResponse.newBuilder()
                .setWelcome(Welcome.newBuilder()
                        .setClusterSet("demo")
                        .setClusterId("east")
                        .setGatewayName("gw-1")
                        .setHeartbeatMillis(1000)
                        .setLeaseMillis(3000)
                        .setViewResumed(viewResumed)
                        .setExportsResumed(exportsResumed)
                        .addAllControlPlaneAddresses(List.of(controlPlanes))));
    }

    /** Ends the stream with an error of the control plane. */
    public void end(Status status, String reason) {
        var details = com.google.rpc.Status.newBuilder()
                .setCode(status.getCode().value())
                .setMessage("ended by the test")
                .addDetails(com.google.protobuf.Any.pack(com.google.rpc.ErrorInfo.newBuilder()
                        .setDomain("hanse.dev")
                        .setReason(reason)
                        .build()))
                .build();
        streams.getLast().onError(io.grpc.protobuf.StatusProto.toStatusRuntimeException(details));
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
