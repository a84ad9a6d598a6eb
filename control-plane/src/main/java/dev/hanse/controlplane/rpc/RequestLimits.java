// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * How large and how slow a request may be. gRPC has one limit for all messages of a server, and only resets the stream
 * of one that is larger; this one counts what has come of a message that is not complete, so that its call can be
 * answered. Thread-safe.
 */
public final class RequestLimits extends ServerStreamTracer.Factory implements AutoCloseable {

    /** A request to join has a secret, names, 128 prefixes and a CSR of at most 8 KiB; no other is larger. */
    static final int MAX_OCTETS = 64 * 1024;

    /**
     * Of the messages of a stream behind its first one: above the contract's limit, so that those are read and answered
     * with what they are and how large; of what is larger still, no more than this is held.
     */
    static final int MAX_MESSAGE_OCTETS = 4 * 1024 * 1024;

    private final Duration time;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("request-timer").daemon().factory());

    /**
     * @param time after which a request has to be complete
     */
    public RequestLimits(Duration time) {
        this.time = time;
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new ReceivedOctets(MAX_OCTETS, MAX_MESSAGE_OCTETS);
    }

    Duration time() {
        return time;
    }

    Future<?> whenLate(Runnable action) {
        return timer.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Ends its thread. Idempotent. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
