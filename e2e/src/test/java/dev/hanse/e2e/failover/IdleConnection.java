// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import dev.hanse.e2e.tunnel.FlowEcho;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Is silent, but for a question to a {@link FlowEcho} every ten seconds. */
final class IdleConnection implements Runnable {

    /** From one question to the next. */
    static final int SILENT_MILLIS = 10_000;

    private static final int BROKEN_MILLIS = 20_000;

    private final InetAddress address;
    private final int first;

    /** @param first milliseconds before the first question, so that not all ask at once */
    IdleConnection(InetAddress address, int first) {
        this.address = address;
        this.first = first;
    }

    @Override
    public void run() {
        long asked = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, FlowEcho.PORT));
            socket.setSoTimeout(BROKEN_MILLIS);
            Thread.sleep(first);
            while (true) {
                asked = System.nanoTime();
                FlowEcho.ask(socket);
                Told.gap("waited", asked);
                Thread.sleep(SILENT_MILLIS);
            }
        } catch (IOException e) {
            Told.ended("broken", asked, "idle: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
