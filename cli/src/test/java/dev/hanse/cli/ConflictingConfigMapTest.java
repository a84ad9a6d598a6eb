// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects a ConfigMap that others change at the same moment: it is read again each time, and not for ever. A real API server cannot be asked for that. */
final class ConflictingConfigMapTest {

    private final AtomicInteger conflicts = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final HttpServer server;

    ConflictingConfigMapTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.createContext("/api/v1/namespaces/kube-system/configmaps/coredns", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        boolean read = call.getRequestMethod().equals("GET");
        int version = read ? reads.incrementAndGet() : reads.get();
        String sent = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean conflict = !read && writes.incrementAndGet() <= conflicts.get();
        assertThat(read || sent.contains("\"resourceVersion\":\"" + version + "\""))
                .as(sent)
                .isTrue();
        String body = conflict ? "{\"kind\": \"Status\", \"reason\": \"Conflict\"}" : """
                {"kind": "ConfigMap", "metadata": {"name": "coredns", "namespace": "kube-system", "uid": "u", "resourceVersion": "%d",
                 "managedFields": [{"manager": "busy", "time": "2026-01-02T03:04:05Z", "fieldsV1": {"f:data": {"f:Corefile": {}}}}]},
                 "data": {"Corefile": ".:53 {\\n}\\n"}}
                """.formatted(version);
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        call.sendResponseHeaders(conflict ? 409 : 200, octets.length);
        call.getResponseBody().write(octets);
        call.close();
    }

    private CommandLineRun apply() throws IOException {
        return CommandLineRun.of(
                new FakeRegistry(),
                "dns-config",
                "coredns",
                "--apply",
                "--gateway",
                "192.0.2.1",
                "--api-server",
                "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Test
    void whatOthersWroteIsReadAgain() throws IOException {
        conflicts.set(2);
        CommandLineRun run = apply();
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("forwards clusterset.local now");
        assertThat(writes).hasValue(3);
    }

    @Test
    void whoeverChangesItEachTimeIsNamed() throws IOException {
        conflicts.set(1000);
        CommandLineRun run = apply();
        assertThat(run.status()).isOne();
        assertThat(run.err())
                .contains(
                        "ConfigMap kube-system/coredns was changed by others each time, last by busy at 2026-01-02T03:04:05Z");
        assertThat(writes).hasValue(5);
    }
}
