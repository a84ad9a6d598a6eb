// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Protects requests that change objects: what is sent, and that a caller can tell what became of it. */
final class ApiWritesTest {

    private static final ObjectName WEB = new ObjectName("shop", "web");
    private static final JsonNode BODY = new JsonMapper().readTree("{\"kind\":\"Service\"}");

    private final HttpServer http;
    private final ApiServer server;
    private final ApiWrites services;
    private int status = 200;
    private String answer = "{\"metadata\":{\"uid\":\"u\"}}";
    private String request = "";

    ApiWritesTest() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
        URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
        ApiAccess access =
                new ApiAccess(address, new ApiAccess.Tls(Optional.empty(), Optional.empty(), Optional.empty()), "");
        server = new ApiServer(() -> access, Duration.ofSeconds(20));
        services = new ApiWrites(server, "services", "/api/v1", "services");
    }

    @AfterEach
    void close() {
        server.close();
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        request = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body;
        exchange.getResponseHeaders().add("Retry-After", "7");
        byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    private Outcome outcome(int of, String said) throws InterruptedException {
        status = of;
        answer = said;
        return services.create("shop", BODY);
    }

    @Test
    void eachChangeIsTheRequestThatTheApiWants() throws InterruptedException {
        services.create("shop", BODY);
        assertThat(request)
                .isEqualTo("POST /api/v1/namespaces/shop/services?fieldManager=hanse-gateway application/json " + BODY);
        services.apply(WEB, BODY);
        assertThat(request)
                .isEqualTo("PATCH /api/v1/namespaces/shop/services/web?fieldManager=hanse-gateway&force=true"
                        + " application/apply-patch+yaml " + BODY);
        services.applyStatus(WEB, BODY);
        assertThat(request)
                .isEqualTo("PATCH /api/v1/namespaces/shop/services/web/status?fieldManager=hanse-gateway&force=true"
                        + " application/apply-patch+yaml " + BODY);
        services.merge(WEB, BODY);
        assertThat(request)
                .isEqualTo("PATCH /api/v1/namespaces/shop/services/web?fieldManager=hanse-gateway"
                        + " application/merge-patch+json " + BODY);
        services.update(WEB, BODY);
        assertThat(request)
                .isEqualTo(
                        "PUT /api/v1/namespaces/shop/services/web?fieldManager=hanse-gateway application/json " + BODY);
        services.delete(WEB, "u-1", "42");
        assertThat(request)
                .startsWith("DELETE /api/v1/namespaces/shop/services/web application/json ")
                .contains("\"preconditions\":{\"uid\":\"u-1\",\"resourceVersion\":\"42\"}");
    }

    @Test
    void whatMayNotBeSentAnyMoreWhenTheConnectionIsThereIsNotSent() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        ApiWrites fenced = new ApiWrites(server, "services", "/api/v1", "services", () -> asked.incrementAndGet() < 2);
        assertThat(fenced.create("shop", BODY)).isInstanceOf(Outcome.Done.class);
        request = "";
        assertThat(fenced.create("shop", BODY))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.message()).contains("not sent: another gateway may write by now"));
        assertThat(asked).hasValue(2);
        assertThat(request).isEmpty();
        assertThat(services.create("shop", BODY)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void whatWasDoneHasTheObject() throws InterruptedException {
        assertThat(outcome(201, "{\"metadata\":{\"uid\":\"u\"}}"))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(done.object()
                                        .path("metadata")
                                        .path("uid")
                                        .asString(""))
                                .isEqualTo("u"));
    }

    @Test
    void refusalsAreToldApart() throws InterruptedException {
        assertThat(outcome(409, "{\"reason\":\"AlreadyExists\"}")).isInstanceOf(Outcome.AlreadyExists.class);
        assertThat(outcome(409, "{\"reason\":\"Conflict\"}")).isInstanceOf(Outcome.Conflict.class);
        assertThat(outcome(404, "{}")).isInstanceOf(Outcome.NotFound.class);
        assertThat(outcome(410, "{}")).isInstanceOf(Outcome.Gone.class);
        assertThat(outcome(429, "{}"))
                .isEqualTo(new Outcome.TooManyRequests(Duration.ofSeconds(7), "create services: HTTP 429"));
        assertThat(outcome(500, "no JSON")).isEqualTo(new Outcome.Failed("create services: HTTP 500"));
        assertThat(outcome(422, "{\"message\":\"spec.ports: Required\"}"))
                .isEqualTo(new Outcome.Invalid("create services: HTTP 422 (spec.ports: Required)"));
    }

    @Test
    void theThreeThatAreForbiddenAreToldApart() throws InterruptedException {
        assertThat(outcome(403, "{\"message\":\"no rights\"}"))
                .isEqualTo(new Outcome.Forbidden(
                        new Question("create", "services"),
                        "create services: HTTP 403 (no rights); grant the verb \"create\" on services to the gateway's"
                                + " service account, in a ClusterRole"));
        assertThat(outcome(403, "{\"message\":\"services x is forbidden: exceeded quota: q, requested: services=1\"}"))
                .isInstanceOf(Outcome.QuotaExceeded.class);
        assertThat(outcome(403, "{\"details\":{\"causes\":[{\"reason\":\"NamespaceTerminating\"}]}}"))
                .isInstanceOf(Outcome.Terminating.class);
        assertThat(outcome(401, "{}").message()).endsWith("renew it");
    }

    @Test
    void aServerThatIsAwayIsAFailureToo() throws InterruptedException {
        http.stop(0);

        assertThat(services.create("shop", BODY))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.message()).startsWith("create services: "));
    }
}
