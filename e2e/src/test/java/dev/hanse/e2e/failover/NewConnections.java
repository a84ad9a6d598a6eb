// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Opens {@link NewConnection}s at a steady rate, a few each 5 ms, whether earlier ones are through or not. One thread for all, as
 * {@link LongTransfers} has.
 */
final class NewConnections implements Runnable {

    private static final int TURNS_PER_SECOND = 200;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TURN_NANOS = SECOND_NANOS / TURNS_PER_SECOND;

    private final InetAddress address;
    private final int perSecond;
    private final Queue<NewConnection> open = new ArrayDeque<>();

    NewConnections(InetAddress address, int perSecond) {
        this.address = address;
        this.perSecond = perSecond;
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        try (Selector selector = Selector.open()) {
            for (long turn = 1; true; turn++) {
                begin(turn, selector);
                LongTransfers.whatIsReady(selector, start + turn * TURN_NANOS, NewConnection::goOn);
                while (!open.isEmpty() && open.peek().isThrough()) {
                    open.remove();
                }
                if (turn % TURNS_PER_SECOND == 0) {
                    Told.ended("begun", System.nanoTime() - SECOND_NANOS, "" + perSecond);
                }
            }
        } catch (IOException e) {
            Told.ended("failed", start, "all connections: " + e);
        }
    }

    /** So many that after each second's last turn there were as many as there should be. */
    private void begin(long turn, Selector selector) throws IOException {
        long count = turn * perSecond / TURNS_PER_SECOND - (turn - 1) * perSecond / TURNS_PER_SECOND;
        for (long i = 0; i < count; i++) {
            open.add(NewConnection.begin(address, selector));
        }
    }
}
