// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.rpc.Reason;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.proto.v1.ClusterReach;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.GatewayDrain;
import dev.hanse.proto.v1.TunnelKeyRetirement;
import dev.hanse.proto.v1.ViewDelta;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One exchange stream, as its two threads share it: {@link StreamReader} on gRPC's callbacks puts in what is to be
 * answered, {@link StreamWriter} takes out what is to be sent, and anybody may end it or say that views have changed.
 *
 * <p>Thread-safe: {@link Outbox}, the position and the end are guarded by the lock.
 */
final class GatewayStream {

    private final GatewayId gateway;
    private final String serial;
    private final String source;
    private final LeaseTimes times;
    private final Clocks clocks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Outbox outbox;
    private Position sent = Position.NONE;
    private @Nullable StreamEnd end;

    /** For the gateway that showed the certificate with this serial number and comes from this address. */
    GatewayStream(GatewayId gateway, String serial, String source, LeaseTimes times, Clocks clocks) {
        this.gateway = gateway;
        this.serial = serial;
        this.source = source;
        this.times = times;
        this.clocks = clocks;
        this.outbox = new Outbox(times, now());
    }

    private long now() {
        return clocks.nano().nanoTime();
    }

    GatewayId gateway() {
        return gateway;
    }

    String serial() {
        return serial;
    }

    /** Where it comes from, by its connection; empty: from a transport without addresses. */
    Optional<InetAddress> source() {
        try {
            return Optional.of(InetAddress.ofLiteral(source));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    // --- the reader ---

    void heard() {
        locked(() -> outbox.heard(now()));
    }

    /** Whether the gateway has had its Welcome. */
    boolean isOpen() {
        lock.lock();
        try {
            return outbox.isOpen();
        } finally {
            lock.unlock();
        }
    }

    /** The gateway is welcome, and its view goes on behind {@code view}. */
    void open(ExchangeResponse welcome, Position view) {
        locked(() -> {
            sent = view;
            outbox.open(welcome);
        });
    }

    void answer(ExchangeResponse message) {
        locked(() -> outbox.answer(message));
    }

    /** The gateway is to give up a tunnel key. */
    void retireKey(TunnelPublicKey key) {
        locked(() -> outbox.order(ExchangeResponse.newBuilder()
                .setTunnelKeyRetirement(
                        TunnelKeyRetirement.newBuilder().setPublicKey(ByteString.copyFrom(key.octets())))
                .build()));
    }

    /** Whether flows are to take others of the gateway's cluster. */
    void drain(boolean drained) {
        locked(() -> outbox.order(ExchangeResponse.newBuilder()
                .setGatewayDrain(GatewayDrain.newBuilder().setDrained(drained))
                .build()));
    }

    /** What others of the gateway's cluster reach. */
    void tell(ClusterReach reach) {
        ExchangeResponse message =
                ExchangeResponse.newBuilder().setClusterReach(reach).build();
        locked(() -> outbox.tell(message));
    }

    /** The gateway has acknowledged a view delta; false: that is not the oldest one without an answer. */
    boolean acknowledged(dev.hanse.proto.v1.Position position) {
        lock.lock();
        try {
            changed.signal();
            return outbox.acknowledged(position);
        } finally {
            lock.unlock();
        }
    }

    // --- anybody ---

    void viewChanged() {
        locked(outbox::viewChanged);
    }

    void end(RefusedException reason) {
        end(new StreamEnd.Failed(reason));
    }

    /** The first end counts. */
    void end(StreamEnd how) {
        locked(() -> {
            if (end == null) {
                end = how;
            }
        });
    }

    /** Whether it is to end. */
    boolean isOver() {
        lock.lock();
        try {
            return end != null;
        } finally {
            lock.unlock();
        }
    }

    Instant lastHeard() {
        lock.lock();
        try {
            return clocks.wall().instant().minus(Duration.ofNanos(now() - outbox.lastHeard()));
        } finally {
            lock.unlock();
        }
    }

    /** The writer should look again. */
    void signal() {
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

    /**
     * Waits until there is something to do.
     *
     * @param writable whether the connection takes messages
     */
    Turn next(BooleanSupplier writable) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                long now = now();
                StreamEnd over = over(now);
                if (over != null) {
                    return new Turn.Leave(over);
                }
                boolean ready = writable.getAsBoolean();
                if (ready && outbox.wantsChange()) {
                    outbox.fetching();
                    return new Turn.FetchView();
                }
                Optional<ExchangeResponse> message =
                        ready ? outbox.next(now, clocks.wall().instant()) : Optional.empty();
                if (message.isPresent()) {
                    return new Turn.Send(message.get());
                }
                changed.awaitNanos(outbox.idleNanos(now, ready));
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable StreamEnd over(long now) {
        if (end == null && outbox.leaseOver(now)) {
            end = new StreamEnd.Failed(new RefusedException(
                    Reason.LEASE_EXPIRED,
                    "nothing was heard for " + times.lease().toMillis() + " ms (expected: a heartbeat every "
                            + times.heartbeat().toMillis() + " ms)"));
        }
        return end;
    }

    /** Up to where the gateway's view was sent or fetched. */
    Position sent() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }

    /** What was fetched is to be sent, and leads to {@code position}. */
    void fetched(Position position, Iterator<ViewDelta> deltas) {
        locked(() -> {
            sent = position;
            outbox.begin(deltas);
        });
    }
}
