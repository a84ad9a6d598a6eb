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

/** A connection to a {@link FlowEcho} that asks once and is closed. {@link NewConnections} goes on with it when something has come. */
final class NewConnection {

    private static final int OCTETS = 8;
    private static final int FAILED_MILLIS = 5_000;
    private static final int LATE_MILLIS = 1_000;

    private final SocketChannel channel;
    private final long began = System.nanoTime();
    private final ByteBuffer answer = ByteBuffer.allocate(OCTETS);

    private NewConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Begins to connect to the echo at an address, and waits for nothing. */
    static NewConnection begin(InetAddress address, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        NewConnection connection = new NewConnection(channel);
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_CONNECT, connection);
        connection.connect(new InetSocketAddress(address, FlowEcho.PORT));
        return connection;
    }

    private void connect(InetSocketAddress echo) {
        try {
            channel.connect(echo);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Goes on with the connection of a key that is ready. */
    static void goOn(SelectionKey key) {
        NewConnection connection = (NewConnection) key.attachment();
        try {
            if (key.isConnectable()) {
                connection.ask(key);
            } else {
                connection.hear();
            }
        } catch (IOException e) {
            connection.failed(e);
        }
    }

    private void ask(SelectionKey key) throws IOException {
        if (channel.finishConnect()) {
            channel.write(ByteBuffer.allocate(OCTETS));
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void hear() throws IOException {
        if (channel.read(answer) < 0) {
            throw new EOFException("the other end closed it");
        }
        if (!answer.hasRemaining()) {
            channel.close();
            if (Told.millisSince(began) > LATE_MILLIS) {
                Told.ended("late", began, "");
            }
        }
    }

    /** Whether it is through, one way or the other; it has failed if it is not by now and has lasted too long. */
    boolean isThrough() {
        if (channel.isOpen() && Told.millisSince(began) > FAILED_MILLIS) {
            failed(new SocketTimeoutException(channel.isConnected() ? "no answer" : "not connected"));
        }
        return !channel.isOpen();
    }

    /** Says from which port, so that it is found in a capture; a channel that was refused is closed by then, and has forgotten its address. */
    private void failed(IOException why) {
        Told.ended("failed", began, "from port " + channel.socket().getLocalPort() + ": " + why, channel);
    }
}
