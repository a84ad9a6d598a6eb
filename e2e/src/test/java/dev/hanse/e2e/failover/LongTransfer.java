// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

import dev.hanse.e2e.tunnel.FlowEcho;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A connection to a {@link FlowEcho} that {@link LongTransfers} gives a block to now and then, without waiting for it to come back; it looks how long nothing came back. */
final class LongTransfer {

    private static final int OCTETS = 1_000;
    private static final int BROKEN_MILLIS = 20_000;

    private final SocketChannel channel;
    private final ByteBuffer block = ByteBuffer.allocateDirect(OCTETS);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(64 * OCTETS);
    private long last = System.nanoTime();

    private LongTransfer(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects to the echo at an address; waits for it. */
    static void begin(InetAddress address, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(address, FlowEcho.PORT));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new LongTransfer(channel));
    }

    static LongTransfer of(SelectionKey key) {
        return (LongTransfer) key.attachment();
    }

    /** Sends a block, or what the connection has room for. */
    void send() {
        try {
            if (Told.millisSince(last) > BROKEN_MILLIS) {
                throw new SocketTimeoutException("silent");
            }
            channel.write(block.clear());
        } catch (IOException e) {
            broken(e);
        }
    }

    /** Something has come back. */
    void receive() {
        try {
            if (channel.read(answer.clear()) < 0) {
                throw new EOFException("the other end closed it");
            }
            Told.gap("stall", last, LongTransfers.PAUSE_MILLIS);
            last = System.nanoTime();
        } catch (IOException e) {
            broken(e);
        }
    }

    private void broken(IOException why) {
        Told.ended("broken", last, "transfer: " + why, channel);
    }
}
