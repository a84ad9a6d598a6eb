// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.rpc.Statuses;
import dev.hanse.controlplane.views.ViewChange;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange stream. Two threads meet here: gRPC's callbacks, one at a time, hand each message to {@link Inbound};
 * the writer, a virtual thread of the stream's own, is the only one that sends. A message is read only when the answer
 * to the one before has been sent, so that nothing piles up.
 *
 * <p>Thread-safe: {@link Outbox} and the end are guarded by the lock.
 */
final class GatewayStream implements StreamObserver<ExchangeRequest>, Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayStream.class);

    private final ExchangeParts parts;
    private final Streams streams;
    private final GatewayId gateway;
    private final ServerCallStreamObserver<ExchangeResponse> call;
    private final Inbound inbound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Outbox outbox;
    private Position sent = Position.NONE;
    private @Nullable End end;

    /** How a stream ends. */
    private sealed interface End {
        /** The gateway is done. */
        record Completed() implements End {}

        /** The gateway or the connection is gone; nobody can be told anything. */
        record Gone(String why) implements End {}

        /** This side ends it. */
        record Failed(RuntimeException cause) implements End {}
    }

    GatewayStream(
            ExchangeParts parts,
            Streams streams,
            GatewayId gateway,
            String serial,
            ServerCallStreamObserver<ExchangeResponse> call) {
        this.parts = parts;
        this.streams = streams;
        this.gateway = gateway;
        this.call = call;
        this.outbox = new Outbox(parts.times(), parts.nanoClock().nanoTime());
        this.inbound = new Inbound(parts, streams, this, serial);
    }

    GatewayId gateway() {
        return gateway;
    }

    /** Makes the call ready and starts the writer. */
    void begin() {
        call.disableAutoRequest();
        call.setOnReadyHandler(this::signal);
        call.setOnCancelHandler(() -> finish(new End.Gone("cancelled")));
        streams.opened(this);
        Thread.ofVirtual().name("exchange " + gateway).start(this);
        call.request(1);
    }

    // --- what the gateway says ---

    @Override
    public void onNext(ExchangeRequest message) {
        locked(() -> outbox.heard(parts.nanoClock().nanoTime()));
        try {
            Optional<ExchangeResponse> answer = inbound.accept(message, outbox.isOpen());
            if (answer.isEmpty()) {
                call.request(1);
            } else {
                locked(() -> send(answer.get()));
            }
        } catch (RuntimeException e) {
            finish(new End.Failed(e));
        }
    }

    private void send(ExchangeResponse answer) {
        if (answer.hasWelcome()) {
            outbox.open(answer);
        } else {
            outbox.answer(answer);
        }
    }

    @Override
    public void onError(Throwable cause) {
        finish(new End.Gone(String.valueOf(cause.getMessage())));
    }

    @Override
    public void onCompleted() {
        finish(new End.Completed());
    }

    /** The gateway has acknowledged a view delta; false: none was sent. */
    boolean acknowledged() {
        lock.lock();
        try {
            changed.signal();
            return outbox.acknowledged();
        } finally {
            lock.unlock();
        }
    }

    // --- what others want of the stream; any thread ---

    void resumeFrom(Position position) {
        sent = position;
    }

    void viewChanged() {
        locked(outbox::viewChanged);
    }

    void end(RefusedException reason) {
        finish(new End.Failed(reason));
    }

    Instant lastHeard() {
        lock.lock();
        try {
            Duration ago = Duration.ofNanos(parts.nanoClock().nanoTime() - outbox.lastHeard());
            return parts.clock().instant().minus(ago);
        } finally {
            lock.unlock();
        }
    }

    private void finish(End how) {
        lock.lock();
        try {
            if (end == null) {
                end = how;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        locked(() -> {});
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    // --- the writer ---

    @Override
    public void run() {
        End how;
        try {
            how = write();
        } catch (RuntimeException e) {
            how = new End.Failed(e);
        } catch (InterruptedException e) {
            how = new End.Failed(new RefusedException(Reason.SHUTTING_DOWN, "the control plane is shutting down"));
        }
        close(how);
    }

    private End write() throws InterruptedException {
        while (true) {
            Optional<ExchangeResponse> message = Optional.empty();
            lock.lock();
            try {
                long now = parts.nanoClock().nanoTime();
                End over = over(now);
                if (over != null) {
                    return over;
                }
                boolean ready = call.isReady();
                if (ready && !outbox.wantsChange()) {
                    message = outbox.next(now, parts.clock().instant());
                }
                if (message.isEmpty() && !(ready && outbox.wantsChange())) {
                    changed.awaitNanos(outbox.idleNanos(now, ready));
                    continue;
                }
                if (message.isEmpty()) {
                    outbox.fetching();
                }
            } finally {
                lock.unlock();
            }
            if (message.isPresent()) {
                transmit(message.get());
            } else {
                fetchChange();
            }
        }
    }

    private @Nullable End over(long now) {
        if (end == null && outbox.leaseOver(now)) {
            end = new End.Failed(new RefusedException(
                    Reason.LEASE_EXPIRED,
                    "nothing was heard for " + parts.times().lease().toMillis() + " ms (expected: a heartbeat every "
                            + parts.times().heartbeat().toMillis() + " ms)"));
        }
        return end;
    }

    private void transmit(ExchangeResponse message) {
        call.onNext(message);
        if (message.hasViewDelta()) {
            parts.counters().onViewDelta(message.getViewDelta().getSnapshotBegin());
        } else if (!message.hasHeartbeat()) {
            // An answer is out: the next message may come in.
            call.request(1);
        }
    }

    private void fetchChange() {
        ViewChange change = parts.loop().call(() -> parts.views().since(gateway, sent));
        sent = change.position();
        locked(() -> outbox.begin(new ViewDeltas(change)));
    }

    private void close(End how) {
        streams.closed(this);
        parts.counters().onStreamEnded();
        try {
            parts.loop().run(inbound::close);
        } catch (RefusedException e) {
            LOG.debug("stream of {} ended after the control loop", gateway, e);
        }
        switch (how) {
            case End.Completed _ -> {
                LOG.info("gateway {} has left", gateway);
                call.onCompleted();
            }
            case End.Gone(var why) -> LOG.info("gateway {} is gone: {}", gateway, why);
            case End.Failed(var cause) -> {
                LOG.info("stream of gateway {} ends: {}", gateway, cause.getMessage());
                fail(cause);
            }
        }
    }

    private void fail(RuntimeException cause) {
        try {
            call.onError(Statuses.of(cause));
        } catch (IllegalStateException e) {
            LOG.debug("gateway {} was gone already", gateway, e);
        }
    }
}
