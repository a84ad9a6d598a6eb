// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.BooleanSupplier;

/**
 * The body of a change that may be asked for at some times only. It looks as late as that can be: when the connection takes the body, behind the wait for a connection and the head of the request. A
 * server that does not get the whole body changes nothing.
 *
 * @param whole the body
 * @param allowed whether it may be sent at this moment; from any thread
 */
record FencedBody(BodyPublisher whole, BooleanSupplier allowed) implements BodyPublisher {

    private static final Subscription NOTHING = new Subscription() {
        @Override
        public void request(long pieces) {}

        @Override
        public void cancel() {}
    };

    @Override
    public long contentLength() {
        return whole.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> connection) {
        whole.subscribe(new Fence(connection));
    }

    /** Stands between the body and the connection. */
    private final class Fence implements Subscriber<ByteBuffer> {

        private final Subscriber<? super ByteBuffer> connection;
        private Subscription subscription = NOTHING;
        private boolean closed;

        Fence(Subscriber<? super ByteBuffer> connection) {
            this.connection = connection;
        }

        @Override
        public void onSubscribe(Subscription to) {
            subscription = to;
            connection.onSubscribe(to);
        }

        @Override
        public void onNext(ByteBuffer piece) {
            if (closed) {
                return;
            }
            if (allowed.getAsBoolean()) {
                connection.onNext(piece);
            } else {
                closed = true;
                subscription.cancel();
                connection.onError(new IOException("not sent: another gateway may write by now"));
            }
        }

        @Override
        public void onError(Throwable cause) {
            if (!closed) {
                connection.onError(cause);
            }
        }

        @Override
        public void onComplete() {
            if (!closed) {
                connection.onComplete();
            }
        }
    }
}
