// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import io.grpc.ForwardingServerCallListener;
import io.grpc.ServerCall;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A call until its request is complete: of a unary call the one message and the end of it, of a stream the first message.
 * What is too large or too slow until then is refused; the call's own code never sees it. Thread-safe.
 */
final class IncomingRequest<Q, A> {

    private final ServerCall<Q, A> call;
    private final boolean unary;
    private final Runnable onEnd;
    private final @Nullable ReceivedOctets octets;
    private final Future<?> timeout;
    private final AtomicReference<State> state = new AtomicReference<>(State.COMING);

    private enum State {
        /** Not all of it is here; the call may be refused from any thread. */
        COMING,
        /** The call's own code has it and alone answers. */
        COMPLETE,
        /** Refused: the call's own code hears only of the end. */
        REFUSED
    }

    /**
     * @param call to be refused
     * @param limits of requests
     * @param onEnd hears once that the call has ended
     */
    IncomingRequest(ServerCall<Q, A> call, RequestLimits limits, Runnable onEnd) {
        this.call = call;
        this.unary = call.getMethodDescriptor().getType().clientSendsOneMessage();
        this.onEnd = onEnd;
        this.octets = ReceivedOctets.current();
        this.timeout = limits.whenLate(() -> refuse(late(limits)));
    }

    private static RefusedException late(RequestLimits limits) {
        return new RefusedException(
                Reason.REQUEST_INCOMPLETE,
                "the request is not complete (expected: within " + limits.time().toMillis() + " ms)");
    }

    private static RefusedException large() {
        return new RefusedException(
                Reason.QUOTA_EXCEEDED,
                "request of more than " + RequestLimits.MAX_OCTETS + " octets (expected: at most so many)");
    }

    /** Holds what comes to its limits before the call's own code gets it. */
    ServerCall.Listener<Q> before(ServerCall.Listener<Q> own) {
        if (octets != null) {
            octets.onTooMany(() -> refuse(large()));
            octets.onLargeMessage(
                    () -> AuditedCall.refuse(call, LargeMessages.refusal(RequestLimits.MAX_MESSAGE_OCTETS)));
        }
        return new Listener(own);
    }

    private void refuse(RefusedException why) {
        if (state.compareAndSet(State.COMING, State.REFUSED)) {
            AuditedCall.refuse(call, why);
        }
    }

    /** All is here, unless it was refused. */
    private boolean complete() {
        timeout.cancel(false);
        if (octets != null && !unary) {
            octets.allowMore();
        }
        return state.compareAndSet(State.COMING, State.COMPLETE) || state.get() == State.COMPLETE;
    }

    private final class Listener extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {

        Listener(ServerCall.Listener<Q> own) {
            super(own);
        }

        @Override
        public void onMessage(Q message) {
            if (unary ? state.get() != State.REFUSED : complete()) {
                super.onMessage(message);
            }
        }

        @Override
        public void onHalfClose() {
            if (complete()) {
                super.onHalfClose();
            }
        }

        @Override
        public void onCancel() {
            end();
            super.onCancel();
        }

        @Override
        public void onComplete() {
            end();
            super.onComplete();
        }

        private void end() {
            timeout.cancel(false);
            onEnd.run();
        }
    }
}
