// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An API server and a gateway's status in one, which say what they are told to. All else is not there. */
final class StubServer implements AutoCloseable {

    /** By path. */
    final Map<String, String> answers = new TreeMap<>();
    /** Paths that nobody may read. */
    final List<String> forbidden = new ArrayList<>();
    /** Parts of questions about rights. */
    final List<String> refusedRights = new ArrayList<>();

    private final HttpServer server;

    StubServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param data in JSON, without braces */
    void map(String namespace, String name, String data) {
        answers.put("/api/v1/namespaces/" + namespace + "/configmaps/" + name, """
                {"kind": "ConfigMap", "metadata": {"name": "%s", "namespace": "%s", "uid": "u", "resourceVersion": "1"}, "data": {%s}}
                """.formatted(name, namespace, data));
    }

    /** @param items in JSON, without brackets */
    void list(String path, String kind, String items) {
        answers.put(path, """
                {"kind": "%s", "metadata": {"resourceVersion": "1"}, "items": [%s]}
                """.formatted(kind, items));
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        String sent = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.endsWith("/subjectaccessreviews")) {
            boolean allowed = refusedRights.stream().noneMatch(sent::contains);
            send(call, 201, "{\"kind\": \"SubjectAccessReview\", \"status\": {\"allowed\": " + allowed + "}}");
        } else if (forbidden.contains(path)) {
            send(call, 403, "{\"kind\": \"Status\", \"reason\": \"Forbidden\", \"code\": 403}");
        } else if (answers.containsKey(path)) {
            send(call, 200, answers.getOrDefault(path, ""));
        } else {
            send(call, 404, "{\"kind\": \"Status\", \"reason\": \"NotFound\", \"code\": 404}");
        }
    }

    private static void send(HttpExchange call, int status, String body) throws IOException {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(status, octets.length);
        call.getResponseBody().write(octets);
        call.close();
    }

    /** The line of a table that begins so, with one blank between cells. */
    static String line(HanseCommandLine.Run run, String start) {
        return run.out()
                .lines()
                .map(each -> each.replaceAll(" +", " "))
                .filter(each -> each.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError(start + " is not in\n" + run.out() + run.err()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
