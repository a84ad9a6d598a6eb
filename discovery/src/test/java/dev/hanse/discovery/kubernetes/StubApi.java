// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** As much of an API server as the source asks for, with the faults that a real one has at the wrong moment. For any thread. */
final class StubApi implements AutoCloseable {

    static final String EXPORTS = Resource.SERVICE_EXPORTS.paths().getFirst();
    static final String EXPORTS_ALPHA = Resource.SERVICE_EXPORTS.paths().getLast();
    static final String SERVICES = Resource.SERVICES.paths().getFirst();
    static final String SLICES = Resource.ENDPOINT_SLICES.paths().getFirst();

    private static final JsonMapper MAPPER = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, TreeMap<String, ObjectNode>> kinds = new HashMap<>();
    private final List<Event> history = new ArrayList<>();
    private final Map<String, Integer> refused = new HashMap<>();
    private final Set<String> silent = new HashSet<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();
    private int version = 100;
    private int oldest;
    private int generation;
    private int page = Integer.MAX_VALUE;
    private int expiredPages;
    private int bookmark;
    private String uid = "uid-1";
    private boolean v1alpha1Only;
    private boolean lost;

    private record Event(int version, String path, String type, ObjectNode object) {}

    StubApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        List.of(EXPORTS, SERVICES, SLICES).forEach(path -> kinds.put(path, new TreeMap<>()));
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private TreeMap<String, ObjectNode> objects(String path) {
        return Objects.requireNonNull(kinds.get(path));
    }

    /** Makes the object be there. */
    synchronized void put(String path, String json) {
        ObjectNode object = (ObjectNode) MAPPER.readTree(json);
        String key = ObjectName.of(object).toString();
        boolean known = objects(path).containsKey(key);
        event(path, known ? "MODIFIED" : "ADDED", object);
        objects(path).put(key, object);
    }

    synchronized void delete(String path, String key) {
        ObjectNode object = objects(path).remove(key);
        if (object != null) {
            event(path, "DELETED", object.deepCopy());
        }
    }

    synchronized Set<String> keys(String path) {
        return Set.copyOf(objects(path).keySet());
    }

    private void event(String path, String type, ObjectNode object) {
        version++;
        ((ObjectNode) object.path("metadata")).put("resourceVersion", "" + version);
        history.add(new Event(version, path, type, object));
        notifyAll();
    }

    /** Answers requests of this path with a status; 0: as ever. */
    synchronized void refuse(String path, int status) {
        refused.put(path, status);
        endWatches();
    }

    /** Ends all watches, as the server does it after some minutes. */
    synchronized void endWatches() {
        generation++;
        notifyAll();
    }

    /** Watches from any position so far answer 410; those that are open end. */
    synchronized void compact() {
        version++;
        oldest = version;
        endWatches();
    }

    /** Watches of this path say nothing any more. */
    synchronized void silence(String path, boolean on) {
        if (on) {
            silent.add(path);
        } else {
            silent.remove(path);
        }
    }

    synchronized void pages(int size, int expired) {
        page = size;
        expiredPages = expired;
    }

    synchronized void v1alpha1Only() {
        v1alpha1Only = true;
    }

    /** Moves the version on without an object, as objects of other kinds do, and says so on every watch. */
    synchronized void bookmark() {
        version++;
        bookmark = version;
        notifyAll();
    }

    synchronized int version() {
        return version;
    }

    /** Is as it was at that version, as after a backup was restored. */
    synchronized void restore(int to) {
        version = to;
        history.removeIf(event -> event.version() > to);
        kinds.values().forEach(Map::clear);
        history.forEach(event -> {
            String key = ObjectName.of(event.object()).toString();
            if (event.type().equals("DELETED")) {
                objects(event.path()).remove(key);
            } else {
                objects(event.path()).put(key, event.object());
            }
        });
        endWatches();
    }

    synchronized void loseContent(boolean on) {
        lost = on;
        endWatches();
    }

    synchronized void becomeAnotherCluster() {
        uid = "uid-2";
        kinds.values().forEach(Map::clear);
        oldest = Integer.MAX_VALUE;
        endWatches();
    }

    synchronized void returnToCluster() {
        uid = "uid-1";
        oldest = version;
        endWatches();
    }

    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** How often the kind was watched or listed; without the questions for its position alone. */
    synchronized long requests(String path, boolean watch) {
        return requests.stream()
                .filter(request -> request.startsWith(path + "?")
                        && !request.endsWith("limit=1")
                        && request.contains("watch=true") == watch)
                .count();
    }

    synchronized List<String> tokens() {
        return List.copyOf(tokens);
    }

    private void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        note(exchange, uri);
        int status = status(uri.getPath());
        String query = String.valueOf(uri.getQuery());
        if (status != 200) {
            send(exchange, status, "{\"kind\":\"Status\",\"message\":\"because of the test\"}");
        } else if (uri.getPath().endsWith("/kube-system")) {
            send(exchange, 200, "{\"metadata\":{\"name\":\"kube-system\",\"uid\":\"" + uid + "\"}}");
        } else if (query.contains("watch=true")) {
            watch(exchange, stored(uri.getPath()), number(query, "resourceVersion="));
        } else {
            list(exchange, stored(uri.getPath()), query);
        }
    }

    private static String stored(String path) {
        return path.equals(EXPORTS_ALPHA) ? EXPORTS : path;
    }

    private synchronized void note(HttpExchange exchange, URI uri) {
        requests.add(uri.toString());
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    }

    private synchronized int status(String path) {
        int status = refused.getOrDefault(path, refused.getOrDefault("*", 0));
        boolean missing = path.endsWith("/kube-system")
                ? lost
                : !kinds.containsKey(stored(path)) || (v1alpha1Only && path.equals(EXPORTS));
        return status != 0 ? status : missing ? 404 : 200;
    }

    private void list(HttpExchange exchange, String path, String query) throws IOException {
        String body;
        synchronized (this) {
            int from = query.contains("continue=") ? number(query, "continue=") : 0;
            if (from > 0 && expiredPages > 0) {
                expiredPages--;
                body = "";
            } else {
                int size = query.contains("limit=") ? page : Integer.MAX_VALUE;
                body = listed(path, from, size);
            }
        }
        send(exchange, body.isEmpty() ? 410 : 200, body);
    }

    private String listed(String path, int from, int size) {
        List<ObjectNode> all = lost ? List.of() : List.copyOf(objects(path).values());
        int end = (int) Math.min(all.size(), (long) from + size);
        String kind = path.equals(EXPORTS)
                ? "ServiceExportList"
                : path.equals(SERVICES) ? "ServiceList" : "EndpointSliceList";
        String next = end < all.size() ? ",\"continue\":\"" + end + "\"" : "";
        String items = all.subList(from, end).stream().map(ObjectNode::toString).collect(Collectors.joining(","));
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version + "\""
                + next + "},\"items\":[" + items + "]}";
    }

    private void watch(HttpExchange exchange, String path, int from) throws IOException {
        int born = generation();
        if (from < oldest()) {
            send(exchange, 410, "{\"kind\":\"Status\",\"code\":410,\"message\":\"too old resource version\"}");
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.flush();
            int seen = from;
            for (@Nullable List<Event> next = next(path, seen, born); next != null; next = next(path, seen, born)) {
                for (Event event : next) {
                    write(out, "{\"type\":\"" + event.type() + "\",\"object\":" + event.object() + "}\n");
                    seen = event.version();
                }
                if (seen < marked()) {
                    seen = marked();
                    write(
                            out,
                            "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"" + seen
                                    + "\"}}}\n");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Null: the watch is to end, and all was said before. */
    private synchronized @Nullable List<Event> next(String path, int seen, int born) throws InterruptedException {
        while (true) {
            List<Event> events = history.stream()
                    .filter(event -> event.path().equals(path) && event.version() > seen)
                    .toList();
            if ((!events.isEmpty() || seen < bookmark) && !silent.contains(path)) {
                return events;
            }
            if (born != generation) {
                return null;
            }
            wait();
        }
    }

    private synchronized int generation() {
        return generation;
    }

    private synchronized int oldest() {
        return oldest;
    }

    private synchronized int marked() {
        return bookmark;
    }

    private static int number(String query, String key) {
        int begin = query.indexOf(key) + key.length();
        int end = query.indexOf('&', begin);
        return Integer.parseInt(query.substring(begin, end < 0 ? query.length() : end));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        if (status == 429) {
            exchange.getResponseHeaders().add("Retry-After", "1");
        }
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    @Override
    public void close() {
        endWatches();
        server.stop(0);
        threads.shutdownNow();
    }
}
