// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks the part of Consul's HTTP API that the source uses, blocking queries included, on a loopback port. For any thread. */
final class StubConsul implements AutoCloseable {

    private static final Pattern INDEX = Pattern.compile("(?:^|&)index=([0-9]+)");
    private static final String HEALTH = "/v1/health/service/";

    private final Map<String, List<ConsulInstance>> services = new TreeMap<>();
    private final List<String> tokens = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private final int port;
    private long index = 10;
    private int status = 200;
    private boolean hiding;
    private final Map<String, String> bodies = new TreeMap<>();
    private final Map<String, Integer> statuses = new TreeMap<>();
    private final List<String> uris = new ArrayList<>();
    private String goodToken = "";

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

    /** Makes the catalog hold exactly these instances. */
    synchronized void set(List<ConsulInstance> instances) {
        services.clear();
        instances.forEach(each ->
                services.computeIfAbsent(each.service(), _ -> new ArrayList<>()).add(each));
        index++;
        notifyAll();
    }

    /** Answers every query, also those that are held back, with this status. */
    synchronized void answerWith(int next) {
        status = next;
        index++;
        notifyAll();
    }

    /** Answers queries for the instances of this service with this body; names it in the catalog too. */
    synchronized void answerWith(String service, String body) {
        bodies.put(service, body);
        index++;
        notifyAll();
    }

    /** Answers queries for the instances of this service, also those that are held back, with this status. */
    synchronized void answerWith(String service, int next) {
        statuses.put(service, next);
        index++;
        notifyAll();
    }

    /** Refuses every query with another token. */
    synchronized void accept(String token) {
        goodToken = token;
    }

    /** Answers as to a token without rights: with nothing, and without an error. */
    synchronized void hideAll(boolean hide) {
        hiding = hide;
        index++;
        notifyAll();
    }

    /** Loses the memory of past changes, as a server restored from nothing. */
    synchronized void resetIndex() {
        index = 1;
        notifyAll();
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

    synchronized int queries() {
        return uris.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher asked = INDEX.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
        note(exchange);
        hold(asked.find() ? Long.parseLong(asked.group(1)) : 0);
        byte[] body;
        int code;
        synchronized (this) {
            code = isRefused(exchange) ? 403 : statusOf(path);
            body = (code == 200 ? answer(path) : "no").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("X-Consul-Index", String.valueOf(index));
        }
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int statusOf(String path) {
        return path.startsWith(HEALTH) ? statuses.getOrDefault(path.substring(HEALTH.length()), status) : status;
    }

    private boolean isRefused(HttpExchange exchange) {
        return !goodToken.isEmpty()
                && !goodToken.equals(exchange.getRequestHeaders().getFirst("X-Consul-Token"));
    }

    private synchronized void note(HttpExchange exchange) {
        uris.add(exchange.getRequestURI().toString());
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Consul-Token")));
    }

    /** Until the state is newer than the asker's, at most as long as asked for in these tests. */
    private synchronized void hold(long asked) {
        long deadline = System.nanoTime() + FastTimings.HOLD.toNanos();
        while (asked >= index && System.nanoTime() < deadline) {
            try {
                wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private String answer(String path) {
        if (hiding) {
            return path.startsWith(HEALTH) ? "[]" : "{}";
        }
        if (path.startsWith(HEALTH)) {
            String service = path.substring(HEALTH.length());
            JsonArray entries = new JsonArray();
            services.getOrDefault(service, List.of()).forEach(each -> entries.add(entry(each)));
            return bodies.getOrDefault(service, entries.encode());
        }
        JsonObject names = new JsonObject().put("consul", new JsonArray());
        services.keySet().forEach(name -> names.put(name, new JsonArray()));
        bodies.keySet().forEach(name -> names.put(name, new JsonArray()));
        statuses.keySet().forEach(name -> names.put(name, new JsonArray()));
        return names.encode();
    }

    private static JsonObject entry(ConsulInstance each) {
        return new JsonObject()
                .put("Node", new JsonObject().put("Node", each.node()).put("Address", "10.1.0.1"))
                .put(
                        "Service",
                        new JsonObject()
                                .put("ID", each.id())
                                .put("Service", each.service())
                                .put("Tags", new JsonArray())
                                .put("Address", each.address())
                                .put("Meta", new JsonObject(Map.copyOf(each.meta())))
                                .put("Port", each.port()))
                .put(
                        "Checks",
                        new JsonArray()
                                .add(check("serfHealth", "passing"))
                                .add(check("service:" + each.id(), each.passing() ? "passing" : "critical")));
    }

    private static JsonObject check(String id, String status) {
        return new JsonObject()
                .put("CheckID", id)
                .put("Name", id)
                .put("Status", status)
                .put("Notes", "")
                .put("Output", "")
                .put("ServiceID", "")
                .put("ServiceName", "");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
