// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import dev.hanse.e2e.tunnel.FlowEcho;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Opens connections to a {@link FlowEcho} at a steady rate, whether earlier ones are through or not; each asks once and is closed. */
final class NewConnections implements Runnable {

    private static final int FAILED_MILLIS = 5_000;
    private static final int LATE_MILLIS = 1_000;

    private final InetAddress address;
    private final int perSecond;

    NewConnections(InetAddress address, int perSecond) {
        this.address = address;
        this.perSecond = perSecond;
    }

    @Override
    public void run() {
        long pause = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long second = System.nanoTime();
        for (long next = second; true; next += pause) {
            LockSupport.parkNanos(next - System.nanoTime());
            Thread.ofVirtual().start(this::one);
            if (next - second >= TimeUnit.SECONDS.toNanos(1)) {
                Told.ended("begun", second, "" + perSecond);
                second = next;
            }
        }
    }

    private void one() {
        long began = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, FlowEcho.PORT), FAILED_MILLIS);
            socket.setSoTimeout(FAILED_MILLIS);
            FlowEcho.ask(socket);
            if (Told.millisSince(began) > LATE_MILLIS) {
                Told.ended("late", began, "");
            }
        } catch (IOException e) {
            Told.ended("failed", began, e.toString());
        }
    }
}
