// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.discovery.contract.Times;
import dev.hanse.proto.v1.ExchangeResponse;
import dev.hanse.proto.v1.Heartbeat;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has to send, and in which order: answers first, then what is asked of the gateway, then what others reach, then the view, then a
 * sign of life. It holds at most one answer for each message that the reader lets in, one order of each kind, the newest of what others reach, and of the view only that it has changed and the change being
 * sent; what changes meanwhile collapses where it is kept.
 *
 * <p>Not thread-safe; its stream guards it. Has no clock: times are of the caller's ticker.
 */
final class Outbox {

    /** View deltas sent and not acknowledged; a gateway that applies slowly is given time. */
    private static final int WINDOW = 8;

    private final long heartbeatNanos;
    private final long leaseNanos;
    private final Deque<ExchangeResponse> answers = new ArrayDeque<>();
    private final SequencedMap<ExchangeResponse.MessageCase, ExchangeResponse> orders = new LinkedHashMap<>();
    private @Nullable ExchangeResponse news;
    private ExchangeResponse told = ExchangeResponse.getDefaultInstance();
    private Iterator<ViewDelta> change = Collections.emptyIterator();
    private boolean viewChanged;
    private final Deque<Position> unacknowledged = new ArrayDeque<>();
    private boolean open;
    private long lastSent;
    private long lastHeard;

    Outbox(LeaseTimes times, long now) {
        this.heartbeatNanos = times.heartbeat().toNanos();
        this.leaseNanos = times.lease().toNanos();
        this.lastSent = now;
        this.lastHeard = now;
    }

    /** The Welcome is the first answer; before it nothing is sent. */
    void open(ExchangeResponse welcome) {
        open = true;
        viewChanged = true;
        answers.add(welcome);
    }

    boolean isOpen() {
        return open;
    }

    void answer(ExchangeResponse message) {
        answers.add(message);
    }

    /** Asks something of the gateway; the last order of its kind counts. */
    void order(ExchangeResponse message) {
        orders.put(message.getMessageCase(), message);
    }

    /** Tells what others of the gateway's cluster reach; the last word counts, and what was told is not told again. */
    void tell(ExchangeResponse message) {
        news = message.equals(told) ? null : message;
    }

    void viewChanged() {
        viewChanged = true;
    }

    void heard(long now) {
        lastHeard = now;
    }

    long lastHeard() {
        return lastHeard;
    }

    /** A view delta was acknowledged; false: that is not the oldest one without an answer. */
    boolean acknowledged(Position position) {
        if (!position.equals(unacknowledged.peek())) {
            return false;
        }
        unacknowledged.remove();
        return true;
    }

    /** Whether nothing was heard for the lease. */
    boolean leaseOver(long now) {
        return now - lastHeard >= leaseNanos;
    }

    /** Whether the change of the view should be fetched and given to {@link #begin}. */
    boolean wantsChange() {
        return open && answers.isEmpty() && viewChanged && !change.hasNext() && unacknowledged.size() < WINDOW;
    }

    /** The change is being fetched; what changes from now on is another one. */
    void fetching() {
        viewChanged = false;
    }

    void begin(Iterator<ViewDelta> deltas) {
        change = deltas;
    }

    /** The next message that can be sent without fetching anything. */
    Optional<ExchangeResponse> next(long now, Instant clock) {
        Optional<ExchangeResponse> message = choose(now, clock);
        if (message.isPresent()) {
            lastSent = now;
        }
        return message;
    }

    private Optional<ExchangeResponse> choose(long now, Instant clock) {
        if (!answers.isEmpty()) {
            return Optional.of(answers.remove());
        }
        if (open && !orders.isEmpty()) {
            return Optional.of(orders.pollFirstEntry().getValue());
        }
        ExchangeResponse newest = news;
        if (open && newest != null) {
            news = null;
            told = newest;
            return Optional.of(newest);
        }
        if (change.hasNext() && unacknowledged.size() < WINDOW) {
            ViewDelta delta = change.next();
            unacknowledged.add(delta.getPosition());
            return Optional.of(ExchangeResponse.newBuilder().setViewDelta(delta).build());
        }
        if (open && now - lastSent >= heartbeatNanos) {
            return Optional.of(ExchangeResponse.newBuilder()
                    .setHeartbeat(Heartbeat.newBuilder().setSentAt(Times.toMessage(clock)))
                    .build());
        }
        return Optional.empty();
    }

    /** How long nothing will happen by itself; {@code writable}: a heartbeat could be sent. */
    long idleNanos(long now, boolean writable) {
        long lease = leaseNanos - (now - lastHeard);
        long heartbeat = heartbeatNanos - (now - lastSent);
        return Math.max(1, writable && open ? Math.min(lease, heartbeat) : lease);
    }
}
