// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks the part of Consul's HTTP API that the source uses, blocking queries included, on a loopback port. For any thread. */
final class StubConsul implements AutoCloseable {

    private static final Pattern INDEX = Pattern.compile("(?:^|&)index=([0-9]+)");
    private static final String HEALTH = "/v1/health/service/";

    private static final String NODE = "/v1/catalog/node/";

    private final StubCatalog catalog = new StubCatalog();
    private final List<String> tokens = new ArrayList<>();
    private final List<String> uris = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private final int port;
    private String goodToken = "";
    private int changes;

    StubConsul() throws IOException {
        server = listen(0);
        port = server.getAddress().getPort();
    }

    private HttpServer listen(int port) throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        started.setExecutor(threads);
        started.createContext("/", this::handle);
        started.start();
        return started;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Changes what it holds or how it answers; queries that are held back are answered. */
    synchronized void change(Consumer<StubCatalog> change) {
        change.accept(catalog);
        changes++;
        notifyAll();
    }

    /** Makes the catalog hold exactly these instances. */
    void set(List<ConsulInstance> instances) {
        change(each -> each.set(instances));
    }

    /** Refuses every query with another token. */
    synchronized void accept(String token) {
        goodToken = token;
    }

    /** Is away from now on: connections are refused. */
    void stop() {
        server.stop(0);
    }

    /** Is back on the same port. */
    void restart() throws IOException {
        server = listen(port);
    }

    /** The tokens of all queries. */
    synchronized List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** Path and query of all queries, as they were sent. */
    synchronized List<String> uris() {
        return List.copyOf(uris);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher asked = INDEX.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
        note(exchange);
        String service = path.startsWith(HEALTH) ? path.substring(HEALTH.length()) : "";
        hold(service, asked.find() ? Long.parseLong(asked.group(1)) : 0);
        byte[] body;
        int code;
        synchronized (this) {
            code = isRefused(exchange) ? 403 : catalog.status(service);
            body = (code == 200 ? body(path, service) : "no").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("X-Consul-Index", String.valueOf(catalog.index(service)));
            if (catalog.isFiltered(service)) {
                exchange.getResponseHeaders().add("X-Consul-Results-Filtered-By-ACLs", "true");
            }
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String body(String path, String service) {
        return path.startsWith(NODE) ? catalog.node(path.substring(NODE.length())) : catalog.body(service);
    }

    private boolean isRefused(HttpExchange exchange) {
        return !goodToken.isEmpty()
                && !goodToken.equals(exchange.getRequestHeaders().getFirst("X-Consul-Token"));
    }

    private synchronized void note(HttpExchange exchange) {
        uris.add(exchange.getRequestURI().toString());
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Consul-Token")));
    }

    /** Until the state is newer than the asker's or the test changes something, at most as long as asked for in these tests. */
    private synchronized void hold(String service, long asked) {
        long deadline = System.nanoTime() + FastTimings.HOLD.toNanos();
        int before = changes;
        while (asked >= catalog.index(service) && changes == before && System.nanoTime() < deadline) {
            try {
                wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
