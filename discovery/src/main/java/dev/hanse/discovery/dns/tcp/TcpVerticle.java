// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.answer.Transport;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Accepts connections on one address and owns them. All of it runs on one event loop. */
public final class TcpVerticle extends VerticleBase {

    private static final int BACKLOG = 1_024;
    private static final long SWEEP_MILLIS = 1_000;

    private final NetServerOptions options;
    private final Transport transport;
    private final Answerer answerer;
    private final TcpLimits limits;
    private final LongSupplier nanoClock;
    private final AtomicInteger open;
    private final ClientConnections clients;
    private final Set<TcpConnection> connections = new LinkedHashSet<>();
    private final AnswerBuffer answers = new AnswerBuffer();
    private volatile int port;

    /**
     * For one address.
     *
     * @param options made by {@link #options}, with TLS where it is wanted
     * @param transport what the connections are
     * @param answerer for this event loop alone
     * @param open counts the connections that are open, for statistics
     */
    public TcpVerticle(
            NetServerOptions options,
            Transport transport,
            Answerer answerer,
            TcpLimits limits,
            LongSupplier nanoClock,
            AtomicInteger open) {
        this.options = options;
        this.transport = transport;
        this.answerer = answerer;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.open = open;
        this.clients = new ClientConnections(limits.perClient());
    }

    /** Plain TCP on an address. */
    public static NetServerOptions options(InetSocketAddress listen) {
        return new NetServerOptions()
                .setHost(listen.getAddress().getHostAddress())
                .setPort(listen.getPort())
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true);
    }

    @Override
    public Future<?> start() {
        NetServer server = vertx.createNetServer(options).connectHandler(this::accept);
        vertx.setPeriodic(SWEEP_MILLIS, id -> closeIdle());
        return server.listen().onSuccess(bound -> port = bound.actualPort());
    }

    /** The address that is bound, once the verticle is deployed. Any thread. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral(options.getHost()), port);
    }

    private void accept(NetSocket socket) {
        if (connections.size() >= limits.total()) {
            socket.close();
            return;
        }
        TcpConnection connection = new TcpConnection(socket, transport, answerer, answers, nanoClock);
        connections.add(connection);
        open.incrementAndGet();
        clients.add(connection);
        socket.closeHandler(closed -> {
            connections.remove(connection);
            open.decrementAndGet();
            clients.remove(connection);
        });
        connection.start();
    }

    private void closeIdle() {
        long before = nanoClock.getAsLong() - limits.idle().toNanos();
        connections.stream()
                .filter(c -> c.lastQueryNanos() - before < 0)
                .toList()
                .forEach(TcpConnection::close);
    }
}
