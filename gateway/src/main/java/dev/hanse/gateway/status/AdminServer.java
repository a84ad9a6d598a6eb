// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import dev.hanse.discovery.dns.listen.Family;
import dev.hanse.discovery.dns.listen.FamilyTransport;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Health, readiness, metrics and status over HTTP, for GET only. Reads snapshots: on an event loop, the status on a
 * worker thread of Vert.x.
 */
public final class AdminServer implements AutoCloseable {

    private static final int START_SECONDS = 10;

    private final HttpServer server;
    private final InetSocketAddress address;

    private AdminServer(HttpServer server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Begins to serve. Blocks until the port is bound.
     *
     * @param status the gateway at the moment of the call; called on event loops and others, must not block
     * @throws IOException when the address cannot be bound; says what to do
     */
    public static AdminServer start(Vertx vertx, InetSocketAddress listen, Supplier<GatewayStatus> status)
            throws IOException, InterruptedException {
        Exposition metrics = new Exposition(status);
        Router router = Router.router(vertx);
        router.get("/healthz").handler(request -> text(request.response(), 200, "ok\n"));
        router.get("/readyz").handler(request -> ready(request.response(), status.get()));
        router.get("/metrics")
                .handler(request -> request.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape()));
        // A document of every endpoint of the cluster set is no work for an event loop.
        router.get("/status")
                .blockingHandler(
                        request -> request.response()
                                .putHeader("content-type", "application/json")
                                .end(JsonText.of(StatusDocument.of(status.get())) + "\n"),
                        false);
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(60)
                        .setMaxInitialLineLength(1024)
                        .setMaxHeaderSize(4096))
                .requestHandler(router);
        bind(server, listen);
        return new AdminServer(server, new InetSocketAddress(listen.getAddress(), server.actualPort()));
    }

    private static void bind(HttpServer server, InetSocketAddress listen) throws IOException, InterruptedException {
        String host = listen.getAddress().getHostAddress();
        try {
            FamilyTransport.listen(Family.of(listen), () -> server.listen(listen.getPort(), host))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "status-listen: " + host + ":" + listen.getPort() + " cannot be bound: " + cause.getMessage()
                            + " (expected: an address of this host and a port that no other process uses)",
                    cause);
        }
    }

    private static void ready(HttpServerResponse response, GatewayStatus status) {
        if (status.ready()) {
            text(response, 200, "ready\n");
        } else {
            text(response, 503, "no view yet: the control plane has not been reached and none is kept\n");
        }
    }

    private static void text(HttpServerResponse response, int code, String body) {
        response.setStatusCode(code)
                .putHeader("content-type", "text/plain; charset=utf-8")
                .end(body);
    }

    /** Where it serves, with the real port where 0 was asked for. */
    public InetSocketAddress address() {
        return address;
    }

    /** Stops serving. Idempotent. */
    @Override
    public void close() {
        server.close();
    }
}
