// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/** Carries datagrams between endpoints under a fake clock, with loss, duplication and delay from a seed. */
final class TestNetwork implements InstantSource {

    /** Percentages and the largest extra delay. */
    record Faults(int lossPercent, int duplicatePercent, Duration jitter) {
        static final Faults NONE = new Faults(0, 0, Duration.ZERO);
    }

    private record Parcel(long dueNanos, long order, InetSocketAddress from, InetSocketAddress to, byte[] datagram) {}

    private static final long DELAY_NANOS = Duration.ofMillis(5).toNanos();
    private static final Instant EPOCH = Instant.parse("2026-11-23T00:00:00Z");

    final List<byte[]> sent = new ArrayList<>();
    private final Map<InetSocketAddress, TestEndpoint> endpoints = new LinkedHashMap<>();
    private final PriorityQueue<Parcel> underway =
            new PriorityQueue<>(Comparator.comparingLong(Parcel::dueNanos).thenComparingLong(Parcel::order));
    private final Random random;
    private Faults faults = Faults.NONE;
    private boolean recording;
    private final long start;
    private final long tickNanos;
    private long elapsed;
    private long order;

    TestNetwork(long seed, long startNanos) {
        this(seed, startNanos, SessionControl.TICK_NANOS);
    }

    TestNetwork(long seed, long startNanos, long tickNanos) {
        this.tickNanos = tickNanos;
        this.random = new Random(seed);
        this.start = startNanos;
    }

    void attach(TestEndpoint endpoint) {
        endpoints.put(endpoint.address, endpoint);
    }

    void replace(TestEndpoint old, TestEndpoint by) {
        endpoints.put(old.address, by);
    }

    void faults(Faults newFaults) {
        faults = newFaults;
    }

    void recordSent() {
        recording = true;
    }

    /** What System.nanoTime would say; may wrap. */
    long nanos() {
        return start + elapsed;
    }

    @Override
    public Instant instant() {
        return EPOCH.plusNanos(elapsed);
    }

    void send(TestEndpoint from, InetSocketAddress to, byte[] datagram) {
        if (recording) {
            sent.add(datagram.clone());
        }
        if (random.nextInt(100) < faults.lossPercent()) {
            return;
        }
        put(from.address, to, datagram);
        if (random.nextInt(100) < faults.duplicatePercent()) {
            put(from.address, to, datagram);
        }
    }

    private void put(InetSocketAddress from, InetSocketAddress to, byte[] datagram) {
        long jitter =
                faults.jitter().isZero() ? 0 : random.nextLong(faults.jitter().toNanos());
        underway.add(new Parcel(elapsed + DELAY_NANOS + jitter, order++, from, to, datagram.clone()));
    }

    /** Lets time pass in ticks: parcels that are due arrive, then every endpoint's timers run. */
    void run(Duration duration) {
        long end = elapsed + duration.toNanos();
        while (elapsed < end) {
            elapsed = Math.min(end, elapsed + tickNanos);
            deliver();
            List.copyOf(endpoints.values()).forEach(TestEndpoint::tick);
        }
    }

    /** Lets parcels arrive, with no timer running, until the net is empty. */
    void settle() {
        while (!underway.isEmpty()) {
            elapsed = Math.max(elapsed, underway.element().dueNanos());
            deliver();
        }
    }

    private void deliver() {
        while (!underway.isEmpty() && underway.element().dueNanos() <= elapsed) {
            Parcel parcel = underway.remove();
            TestEndpoint to = endpoints.get(parcel.to());
            if (to != null) {
                to.receive(parcel.datagram(), parcel.from());
            }
        }
    }
}
