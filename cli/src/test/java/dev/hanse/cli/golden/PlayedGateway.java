// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.FederationGrpc;
import dev.hanse.proto.v1.Heartbeat;
import dev.hanse.proto.v1.JoinToken;
import dev.hanse.proto.v1.RegisterClusterRequest;
import dev.hanse.proto.v1.RegisterClusterResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A gateway that a test plays over the contract alone: it says what it is told to, and acknowledges and beats by itself. */
final class PlayedGateway {

    private static final long PATIENCE_SECONDS = 30;

    private final Channel channel;
    private BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private StreamObserver<ExchangeRequest> stream = ended();
    private boolean left;

    private PlayedGateway(Channel channel) {
        this.channel = channel;
    }

    /** Joins with a token as {@code hanse token create} prints it. */
    static PlayedGateway join(Channels channels, String token, String name, List<String> podPrefixes) {
        MemberKey key = MemberKey.fresh();
        RegisterClusterResponse answer = ClusterRegistryGrpc.newBlockingStub(channels.anonymous())
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .registerCluster(
                        request(token, name, key).addAllPodPrefixes(podPrefixes).build());
        return new PlayedGateway(channels.of(key, MemberKey.certificates(answer.getCertificateChainList())));
    }

    static RegisterClusterRequest.Builder request(String token, String name, MemberKey key) {
        try {
            JoinToken read = JoinToken.parseFrom(
                    Base64.getUrlDecoder().decode(token.strip().substring("hanse1.".length())));
            return RegisterClusterRequest.newBuilder()
                    .setTokenSecret(read.getSecret())
                    .setClusterId(read.getClusterId())
                    .setGatewayName(name)
                    .setCsr(key.request());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Channel channel() {
        return channel;
    }

    /** Begins a stream, and says nothing yet. */
    void open() {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        this.heard = heard;
        left = false;
        stream = FederationGrpc.newStub(channel).exchange(new StreamObserver<>() {
            @Override
            public void onNext(ExchangeResponse message) {
                answer(message);
                heard.add(message);
            }

            @Override
            public void onError(Throwable thrown) {
                heard.add(thrown);
            }

            @Override
            public void onCompleted() {
                heard.add(Status.OK.asRuntimeException());
            }
        });
    }

    private void answer(ExchangeResponse message) {
        if (message.hasHeartbeat()) {
            say(ExchangeRequest.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()));
        } else if (message.hasViewDelta()) {
            say(ExchangeRequest.newBuilder()
                    .setViewAck(DeltaAck.newBuilder()
                            .setPosition(message.getViewDelta().getPosition())));
        }
    }

    /** Sends one message, unless it has left. */
    synchronized void say(ExchangeRequest.Builder message) {
        if (!left) {
            stream.onNext(message.build());
        }
    }

    /** Waits for a message of a kind, which must come. */
    ExchangeResponse await(Predicate<ExchangeResponse> kind) {
        try {
            return awaitOrEnd(kind);
        } catch (StatusRuntimeException e) {
            throw new AssertionError("the stream ended", e);
        }
    }

    /**
     * Waits for a message of a kind.
     *
     * @throws StatusRuntimeException where the stream ends instead
     */
    ExchangeResponse awaitOrEnd(Predicate<ExchangeResponse> kind) {
        Object next = next();
        while (!(next instanceof ExchangeResponse message && kind.test(message))) {
            if (next instanceof StatusRuntimeException end) {
                throw end;
            }
            next = next();
        }
        return (ExchangeResponse) next;
    }

    /** Waits for the end of the stream. */
    StatusRuntimeException awaitEnd() {
        try {
            awaitOrEnd(message -> false);
            throw new AssertionError("no end");
        } catch (StatusRuntimeException e) {
            return e;
        }
    }

    private Object next() {
        try {
            Object next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came within " + PATIENCE_SECONDS + " s");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Leaves in order. */
    synchronized void leave() {
        left = true;
        stream.onCompleted();
    }

    private static StreamObserver<ExchangeRequest> ended() {
        return new StreamObserver<>() {
            @Override
            public void onNext(ExchangeRequest message) {
                throw new IllegalStateException("no stream is open");
            }

            @Override
            public void onError(Throwable thrown) {}

            @Override
            public void onCompleted() {}
        };
    }
}
