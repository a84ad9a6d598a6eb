// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP port of the machine's 127.0.0.1, or of another host's, that leads to a port of a test host's, the same one where nothing else is said, so that one address serves the test's own JVM and processes on
 * hosts. Where nobody listens there, a connection is taken and ends at once. For any thread.
 */
public final class PortIntoHost implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private final TestHost host;
    private final ServerSocketChannel server;
    private final int port;
    private final int inside;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private boolean cut;

    /** Takes a port that is free on the machine. */
    public PortIntoHost(TestHost host) {
        this(host, 0);
    }

    /**
     * Takes a port that is free on the machine.
     *
     * @param inside the host's; 0 for the same one
     */
    public PortIntoHost(TestHost host, int inside) {
        this.host = host;
        try {
            server = ServerSocketChannel.open()
                    .bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            this.inside = inside == 0 ? port : inside;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("port-into-" + host.name()).start(this::accept);
    }

    /** Takes this port of another host. */
    public PortIntoHost(TestHost from, TestHost host, int port) {
        this.host = host;
        this.port = port;
        this.inside = port;
        try {
            server = from.listen(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("port-into-" + host.name()).start(this::accept);
    }

    /** Nothing comes through any more, and no connection ends, as where a cable is cut. */
    public synchronized void cut() {
        cut = true;
    }

    /** Ends {@link #cut}; what was held comes. */
    public synchronized void heal() {
        cut = false;
        notifyAll();
    }

    private synchronized void awaitWhole() throws IOException {
        try {
            while (cut && server.isOpen()) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Its number on the side from which connections come. */
    public int port() {
        return port;
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel near = server.accept();
                Thread.ofVirtual().start(() -> join(near));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void join(SocketChannel near) {
        open.add(near);
        try (near;
                SocketChannel far = host.connect(inside)) {
            open.add(far);
            // What comes in small pieces goes on at once, as without this port: else each may wait 40 ms for the
            // acknowledgement of the one before.
            near.setOption(StandardSocketOptions.TCP_NODELAY, true);
            far.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Thread back = Thread.ofVirtual().start(() -> carry(far, near));
            carry(near, far);
            back.join();
            open.remove(far);
        } catch (IOException | InterruptedException _) {
            // Nobody listens.
        } finally {
            open.remove(near);
        }
    }

    private void carry(SocketChannel from, SocketChannel to) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        try {
            while (from.read(piece) >= 0) {
                awaitWhole();
                piece.flip();
                while (piece.hasRemaining()) {
                    to.write(piece);
                }
                piece.clear();
            }
            awaitWhole();
            to.shutdownOutput();
        } catch (IOException _) {
            // One end has gone, and takes the other with it.
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is closed all the same.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        heal();
        open.forEach(PortIntoHost::close);
    }
}
