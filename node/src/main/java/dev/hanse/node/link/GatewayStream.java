// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.link;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.text.VisibleText;
import dev.hanse.proto.v1.NodeRoutingGrpc;
import dev.hanse.proto.v1.WatchRequest;
import dev.hanse.proto.v1.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** One call on a channel of its own. What gRPC's thread receives is handed to the loop, a few messages at most at once: HTTP/2 holds back the rest. */
final class GatewayStream {

    private static final int UNREAD = 4;
    private static final int MAX_MESSAGE = 300;

    private final ControlLoop loop;
    private final ManagedChannel channel;
    private final Events events;
    private boolean ended;

    /** What happens on it, called on the loop. */
    interface Events {

        void onMessage(WatchResponse message);

        /** It is over; called once and last, and not after {@link #abort}. */
        void onEnd(String why);
    }

    GatewayStream(ControlLoop loop, ManagedChannel channel, WatchRequest request, Events events) {
        this.loop = loop;
        this.channel = channel;
        this.events = events;
        NodeRoutingGrpc.newStub(channel).watch(request, new Receiver());
    }

    /** Ends it at once. */
    void abort() {
        if (!ended) {
            ended = true;
            channel.shutdownNow();
        }
    }

    private void end(String why) {
        if (!ended) {
            ended = true;
            channel.shutdownNow();
            events.onEnd(why);
        }
    }

    /** The cause that says most: a certificate that was refused, then what the system said. */
    private static String why(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        String text = String.valueOf(status.getDescription());
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                text = cause.getMessage();
            }
            if (cause instanceof CertificateException) {
                break;
            }
        }
        return VisibleText.head(status.getCode() + ": " + VisibleText.of(text), MAX_MESSAGE) + advice(text);
    }

    /** Alerts of RFC 8446 section 6.2 that the other side sends where it refuses our certificate. */
    private static String advice(String text) {
        return text.contains("certificate_unknown")
                        || text.contains("bad_certificate")
                        || text.contains("certificate_required")
                ? " (the gateway refuses this node's certificate; its log says why)"
                : "";
    }

    /** Runs on gRPC's threads. */
    private final class Receiver implements ClientResponseObserver<WatchRequest, WatchResponse> {

        private @Nullable ClientCallStreamObserver<WatchRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(UNREAD);
        }

        @Override
        public void onNext(WatchResponse message) {
            loop.execute(() -> {
                if (!ended && call != null) {
                    events.onMessage(message);
                    call.request(1);
                }
            });
        }

        @Override
        public void onError(Throwable failure) {
            String why = why(failure);
            loop.execute(() -> end(why));
        }

        @Override
        public void onCompleted() {
            loop.execute(() -> end("the gateway ended the stream"));
        }
    }
}
