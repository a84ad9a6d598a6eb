// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.tcp;

import dev.hanse.discovery.dns.answer.Answerer;
import dev.hanse.discovery.dns.answer.Transport;
import dev.hanse.discovery.dns.listen.Family;
import dev.hanse.discovery.dns.listen.FamilyTransport;
import dev.hanse.net.time.NanoClock;
import io.netty.handler.ssl.SslContext;
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
import org.jspecify.annotations.Nullable;

/** Accepts connections on one address and owns them. All of it runs on one event loop. */
public final class TcpVerticle extends VerticleBase {

    private static final int BACKLOG = 1_024;
    private static final long SWEEP_MILLIS = 1_000;

    private final NetServerOptions options;
    private final Family family;
    private final Transport transport;
    private final Answerer answerer;
    private final TcpLimits limits;
    private final NanoClock nanoClock;
    private final AtomicInteger open;
    private final ClientConnections clients;
    private final StalledConnections stalled;
    private final Set<TcpConnection> connections = new LinkedHashSet<>();
    private final SharedBuffers buffers = new SharedBuffers();
    private final @Nullable SslContext tls;
    private volatile int port;

    /**
     * For one address.
     *
     * @param options made by {@link #options}
     * @param family whose connections the socket takes
     * @param tls for DNS over TLS; null: plain TCP
     * @param answerer for this event loop alone
     * @param open counts the connections that are open, for statistics
     */
    public TcpVerticle(
            NetServerOptions options,
            Family family,
            @Nullable SslContext tls,
            Answerer answerer,
            TcpLimits limits,
            NanoClock nanoClock,
            AtomicInteger open) {
        this.options = options;
        this.family = family;
        this.tls = tls;
        this.transport = tls == null ? Transport.STREAM : Transport.TLS;
        this.answerer = answerer;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.open = open;
        this.clients = new ClientConnections(limits.perClient());
        this.stalled = new StalledConnections(limits.stalled());
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
        return FamilyTransport.listen(family, server::listen).onSuccess(bound -> port = bound.actualPort());
    }

    /** The address that is bound, once the verticle is deployed. Any thread. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral(options.getHost()), port);
    }

    private void accept(NetSocket socket) {
        TcpConnection connection = new TcpConnection(socket, transport, answerer, buffers, nanoClock, stalled);
        socket.closeHandler(closed -> forget(connection));
        connections.add(connection);
        open.incrementAndGet();
        clients.add(connection).ifPresent(this::drop);
        if (connections.size() > limits.total()) {
            drop(connection);
            return;
        }
        if (tls != null) {
            connection.control().startTls(tls, limits.idle());
        }
        connection.start();
    }

    private void closeIdle() {
        long before = nanoClock.nanoTime() - limits.idle().toNanos();
        connections.stream()
                .filter(c -> c.lastQueryNanos() - before < 0)
                .toList()
                .forEach(this::drop);
    }

    /** Closes; it does not count any more, even if its end takes a while. */
    private void drop(TcpConnection connection) {
        forget(connection);
        connection.close();
    }

    private void forget(TcpConnection connection) {
        if (connections.remove(connection)) {
            open.decrementAndGet();
            clients.remove(connection);
            stalled.remove(connection);
        }
    }
}
