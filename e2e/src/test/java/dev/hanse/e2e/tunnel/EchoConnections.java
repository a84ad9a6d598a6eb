// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** TCP's part of a {@link FlowEcho}. One thread for all connections: a load of a thousand new ones a second is not to cost more than what carries it. */
final class EchoConnections implements Closeable {

    private static final int BACKLOG = 1_000;
    private static final int OCTETS = 64 << 10;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final ByteBuffer block = ByteBuffer.allocateDirect(OCTETS);

    private EchoConnections(Selector selector, ServerSocketChannel listener) {
        this.selector = selector;
        this.listener = listener;
    }

    static EchoConnections listen(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(port), BACKLOG).configureBlocking(false);
        Selector selector = Selector.open();
        listener.register(selector, SelectionKey.OP_ACCEPT);
        return new EchoConnections(selector, listener);
    }

    /** Accepts and echoes, and does not return. */
    void run() throws IOException {
        while (true) {
            selector.select(this::ready);
        }
    }

    private void ready(SelectionKey key) {
        if (key.isAcceptable()) {
            accept();
        } else {
            goOn(key);
        }
    }

    private void goOn(SelectionKey key) {
        try {
            if (key.isWritable()) {
                writeRest(key);
            } else {
                echo(key);
            }
        } catch (IOException e) {
            System.out.println("connection ended: " + e);
            close(key);
        }
    }

    /** An echo that takes no more connections is to end, not to be silent. */
    private void accept() {
        try {
            for (SocketChannel each = listener.accept(); each != null; each = listener.accept()) {
                each.setOption(StandardSocketOptions.TCP_NODELAY, true);
                each.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void echo(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        if (channel.read(block.clear()) < 0) {
            close(key);
            return;
        }
        channel.write(block.flip());
        if (block.hasRemaining()) {
            key.attach(ByteBuffer.allocate(block.remaining()).put(block).flip());
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    /** No more is read before it is gone, so that a slow reader is not written for without end. */
    private static void writeRest(SelectionKey key) throws IOException {
        ByteBuffer rest = (ByteBuffer) key.attachment();
        ((SocketChannel) key.channel()).write(rest);
        if (!rest.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            System.out.println("not closed: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        selector.close();
    }
}
