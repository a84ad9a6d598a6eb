// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hanse.net.address.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves {@code /healthz} (the process answers), {@code /readyz} (it can do its work, else 503 with the reason) and
 * {@code /metrics} (Prometheus text). Thread-safe.
 */
public final class StatusServer implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService executor;

    private StatusServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Starts to serve.
     *
     * @param problem says for a person why the control plane cannot do its work; empty: it can; any thread
     * @param notice what a person should know beside that; empty: nothing; any thread
     * @param metrics in Prometheus' text format; any thread
     * @throws IOException if the address cannot be bound
     */
    public static StatusServer start(
            InetSocketAddress listen, Supplier<String> problem, Supplier<String> notice, Supplier<String> metrics)
            throws IOException {
        HttpServer server = bind(listen);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(executor);
        server.createContext("/healthz", exchange -> answer(exchange, "/healthz", 200, TEXT, "ok\n"));
        server.createContext("/readyz", exchange -> {
            String found = problem.get();
            String text = (found.isEmpty() ? "ok" : found) + "\n" + notice.get();
            answer(exchange, "/readyz", found.isEmpty() ? 200 : 503, TEXT, text);
        });
        server.createContext("/metrics", exchange -> answer(exchange, "/metrics", 200, PROMETHEUS, metrics.get()));
        server.start();
        return new StatusServer(server, executor);
    }

    private static HttpServer bind(InetSocketAddress listen) throws IOException {
        try {
            return HttpServer.create(listen, 0);
        } catch (IOException e) {
            throw new IOException(
                    "status-listen " + HostPort.format(listen) + ": " + e.getMessage()
                            + " (expected: an address that \"ip address\" shows and a free port)",
                    e);
        }
    }

    private static void answer(HttpExchange exchange, String path, int status, String type, String text)
            throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Where it serves, with the real port. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
