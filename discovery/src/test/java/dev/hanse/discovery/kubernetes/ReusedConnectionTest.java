// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Protects the API server, and an import's time, from a handshake for every request: the end of an answer comes a moment after the object in it. */
final class ReusedConnectionTest {

    private static final JsonNode BODY = new JsonMapper().readTree("{\"kind\":\"Service\"}");
    private static final ApiAccess.Tls NO_TLS = new ApiAccess.Tls(Optional.empty(), Optional.empty(), Optional.empty());

    private final Set<InetSocketAddress> connections = new HashSet<>();
    private final HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ApiServer server;
    private String answer = "{\"metadata\":{\"uid\":\"u\"}}";
    private int status = 200;

    ReusedConnectionTest() throws IOException {
        http.createContext("/", this::answer);
        http.start();
        URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        server = new ApiServer(() -> new ApiAccess(address, NO_TLS, ""), Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        server.close();
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        connections.add(exchange.getRemoteAddress());
        byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length + 1);
        OutputStream body = exchange.getResponseBody();
        body.write(octets);
        body.flush();
        Eventually.pass(Duration.ofMillis(30));
        body.write('\n');
        exchange.close();
    }

    @Test
    void changesShareOne() throws InterruptedException {
        ApiWrites services = new ApiWrites(server, "services", "/api/v1", "services");
        for (int i = 0; i < 5; i++) {
            assertThat(services.create("shop", BODY)).isInstanceOf(Outcome.Done.class);
        }
        status = 409;
        assertThat(services.create("shop", BODY)).isInstanceOf(Outcome.Conflict.class);
        assertThat(services.create("shop", BODY)).isInstanceOf(Outcome.Conflict.class);
        assertThat(connections).hasSize(1);
    }

    @Test
    void readsShareOne() throws ApiException, InterruptedException {
        ApiReads reads = new ApiReads(server);
        for (int i = 0; i < 5; i++) {
            assertThat(reads.get("services", "/api/v1/services/web")).isPresent();
        }
        answer = "{\"kind\":\"ServiceList\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[]}";
        for (int i = 0; i < 5; i++) {
            assertThat(reads.list("services", "/api/v1/services", "", "ServiceList", _ -> {}))
                    .isTrue();
        }
        assertThat(connections).hasSize(1);
    }
}
