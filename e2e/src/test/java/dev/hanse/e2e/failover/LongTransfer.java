// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import dev.hanse.e2e.tunnel.FlowEcho;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Sends a block to a {@link FlowEcho} every 25 ms without waiting for it to come back, and looks how long nothing came back. */
final class LongTransfer implements Runnable {

    private static final int OCTETS = 1_000;
    private static final int PAUSE_MILLIS = 25;
    private static final int BROKEN_MILLIS = 20_000;

    private final InetAddress address;

    LongTransfer(InetAddress address) {
        this.address = address;
    }

    @Override
    public void run() {
        long last = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, FlowEcho.PORT));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(BROKEN_MILLIS);
            OutputStream out = socket.getOutputStream();
            Thread.ofVirtual().start(() -> send(out));
            InputStream in = socket.getInputStream();
            byte[] block = new byte[OCTETS];
            last = System.nanoTime();
            while (in.read(block) > 0) {
                Told.gap("stall", last);
                last = System.nanoTime();
            }
            Told.ended("broken", last, "transfer: the other end closed it");
        } catch (IOException e) {
            Told.ended("broken", last, "transfer: " + e);
        }
    }

    private static void send(OutputStream out) {
        byte[] block = new byte[OCTETS];
        try {
            while (true) {
                out.write(block);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException _) {
            // Its reader tells.
        }
    }
}
