// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane;

import dev.hanse.controlplane.connections.ServerTransport;
import dev.hanse.controlplane.exchange.Streams;
import dev.hanse.controlplane.rpc.BoundedGzip;
import dev.hanse.controlplane.rpc.CallerInterceptor;
import dev.hanse.controlplane.rpc.RequestLimits;
import dev.hanse.net.address.HostPort;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC server with its services, health and reflection. Handlers run on virtual threads and may block. Thread-safe.
 */
final class GrpcServer implements AutoCloseable {

    /** A client waits with further ones; how many a caller may have over all its connections is checked with each. */
    private static final int MAX_CALLS_PER_CONNECTION = 32;

    /** Resets of streams in 10 s, beyond which a connection ends (CVE-2023-44487). */
    private static final int MAX_RESETS = 200;

    private static final int RESETS_SECONDS = 10;

    private final Server server;
    private final HealthStatusManager health;
    private final Streams streams;
    private final ExecutorService executor;

    private GrpcServer(Server server, HealthStatusManager health, Streams streams, ExecutorService executor) {
        this.server = server;
        this.health = health;
        this.streams = streams;
        this.executor = executor;
    }

    static GrpcServer start(
            InetSocketAddress listen,
            SslContext tls,
            ServerTransport transport,
            RequestLimits requests,
            Duration idle,
            CallerInterceptor callers,
            List<BindableService> services,
            Streams streams)
            throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        NettyServerBuilder builder = transport
                .carry(NettyServerBuilder.forAddress(listen))
                .sslContext(tls)
                .addStreamTracerFactory(requests)
                .executor(executor)
                .intercept(callers)
                .handshakeTimeout(10, TimeUnit.SECONDS)
                // Limits are RequestLimits', whose answers reach the caller; gRPC would only reset the stream.
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .decompressorRegistry(BoundedGzip.registry())
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .maxRstFramesPerWindow(MAX_RESETS, RESETS_SECONDS)
                .maxConnectionIdle(idle.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance());
        services.forEach(builder::addService);
        Server server = builder.build();
        try {
            server.start();
        } catch (IOException e) {
            executor.shutdownNow();
            throw new IOException(
                    "listen " + HostPort.format(listen) + ": " + rootMessage(e)
                            + " (expected: an address that \"ip address\" shows, or 0.0.0.0, and a free port)",
                    e);
        }
        services.forEach(each ->
                health.setStatus(each.bindService().getServiceDescriptor().getName(), ServingStatus.SERVING));
        return new GrpcServer(server, health, streams, executor);
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    /** Tells health watchers and streams, gives them a second, then ends what is left. */
    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        streams.shutDown();
        try {
            if (!server.awaitTermination(1, TimeUnit.SECONDS)) {
                server.shutdownNow();
                server.awaitTermination(500, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }
}
