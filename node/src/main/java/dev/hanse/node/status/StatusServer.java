// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Serves GET on a few threads of its own, so that who asks slowly keeps nobody else waiting. The launcher sets how long one request may take. */
public final class StatusServer implements AutoCloseable {

    private static final int WAITING = 16;
    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 10;

    private final HttpServer server;
    private final ExecutorService threads;

    private StatusServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Begins to serve.
     *
     * @param status the node at the moment of the call; any thread
     * @throws IOException when the address cannot be bound; says what to do
     */
    public static StatusServer start(InetSocketAddress listen, Supplier<NodeStatus> status) throws IOException {
        HttpServer server = bound(listen);
        ExecutorService threads = threads();
        server.setExecutor(threads);
        serve(server, "/healthz", "text/plain", _ -> new Answer(200, "ok\n"));
        serve(server, "/readyz", "text/plain", _ -> ready(status.get()));
        serve(server, "/metrics", "text/plain; version=0.0.4", _ -> new Answer(200, StatusText.metrics(status.get())));
        serve(server, "/status", "application/json", _ -> new Answer(200, StatusText.document(status.get())));
        server.start();
        return new StatusServer(server, threads);
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("hanse-status-", 0).factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static HttpServer bound(InetSocketAddress listen) throws IOException {
        try {
            return HttpServer.create(listen, WAITING);
        } catch (IOException e) {
            throw new IOException(
                    "status-listen: " + listen + " cannot be bound: " + e.getMessage()
                            + " (expected: an address of this host and a port that no other process uses)",
                    e);
        }
    }

    private record Answer(int code, String text) {}

    private static Answer ready(NodeStatus status) {
        return status.ready()
                ? new Answer(200, "ready\n")
                : new Answer(
                        503,
                        "no: " + (status.wanted().isNone() ? "no gateway was heard yet" : "routes are missing") + "\n");
    }

    private static void serve(HttpServer server, String path, String type, Function<HttpExchange, Answer> answer) {
        server.createContext(path, exchange -> {
            try (exchange) {
                boolean served = exchange.getRequestMethod().equals("GET")
                        && exchange.getRequestURI().getPath().equals(path);
                send(exchange, type, served ? answer.apply(exchange) : new Answer(404, "not here\n"));
            }
        });
    }

    private static void send(HttpExchange exchange, String type, Answer answer) throws IOException {
        byte[] octets = answer.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", type);
        exchange.sendResponseHeaders(answer.code(), octets.length);
        exchange.getResponseBody().write(octets);
    }

    /** Where it serves, with the real port where 0 was asked for. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops serving. Idempotent. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
