// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Gives each of its {@link LongTransfer}s a block every {@value #PAUSE_MILLIS} ms. One thread for all: two switches of threads for each block would cost this machine more than what is looked at.
 */
final class LongTransfers implements Runnable {

    /** From one block of a transfer to the next. */
    static final int PAUSE_MILLIS = 50;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);

    private final InetAddress address;
    private final int count;

    LongTransfers(InetAddress address, int count) {
        this.address = address;
        this.count = count;
    }

    @Override
    public void run() {
        long began = System.nanoTime();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < count; i++) {
                LongTransfer.begin(address, selector);
            }
            for (long next = System.nanoTime(); true; next = Math.max(next + PAUSE_NANOS, System.nanoTime())) {
                send(selector);
                whatIsReady(
                        selector,
                        next + PAUSE_NANOS,
                        key -> LongTransfer.of(key).receive());
            }
        } catch (IOException e) {
            Told.ended("broken", began, "all transfers: " + e);
        }
    }

    private static void send(Selector selector) {
        selector.keys().stream()
                .filter(SelectionKey::isValid)
                .map(LongTransfer::of)
                .forEach(LongTransfer::send);
    }

    /** Does what is to be done with each key that gets ready until a time of {@link System#nanoTime}. */
    static void whatIsReady(Selector selector, long until, Consumer<SelectionKey> action) throws IOException {
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            selector.select(action, Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        }
    }
}
