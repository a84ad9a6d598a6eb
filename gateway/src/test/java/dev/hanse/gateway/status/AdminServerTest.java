// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.dns.listen.FamilyTransport;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects what monitoring reads, octet for octet: dashboards, alerts and scripts of operators are written against it. */
class AdminServerTest {

    private final AtomicReference<GatewayStatus> status = new AtomicReference<>(SampleStatus.fresh());
    private final Vertx vertx =
            Vertx.builder().withTransport(FamilyTransport.ofThisSystem()).build();
    private AdminServer server;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = AdminServer.start(vertx, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), status::get);
    }

    @AfterEach
    void close() {
        server.close();
        vertx.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + server.address().getPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private void assertBody(String path, String type, String golden) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.headers().firstValue("content-type")).contains(type);
        try (InputStream recorded = Objects.requireNonNull(getClass().getResourceAsStream(golden), golden)) {
            assertThat(answer.body()).isEqualTo(new String(recorded.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void assertMetrics(String golden) throws IOException, InterruptedException {
        assertBody("/metrics", "text/plain; version=0.0.4; charset=utf-8", golden);
    }

    private void assertStatus(String golden) throws IOException, InterruptedException {
        assertBody("/status", "application/json", golden);
    }

    @Test
    void metricsOfAFreshGateway() throws Exception {
        assertMetrics("fresh-metrics.txt");
    }

    @Test
    void metricsComeAndGoWithWhatTheyMeasure() throws Exception {
        assertMetrics("fresh-metrics.txt");
        status.set(SampleStatus.busy(2));
        assertMetrics("busy-metrics.txt");
        status.set(SampleStatus.busy(1));
        assertMetrics("one-peer-metrics.txt");
        status.set(SampleStatus.fresh());
        assertMetrics("fresh-metrics.txt");
    }

    @Test
    void statusOfAFreshGateway() throws Exception {
        assertStatus("fresh-status.json");
    }

    @Test
    void statusOfABusyGateway() throws Exception {
        status.set(SampleStatus.busy(2));
        assertStatus("busy-status.json");
    }

    @Test
    void anAddressOfIpv4TakesNoIpv6() throws Exception {
        InetSocketAddress wildcard = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
        try (AdminServer everywhere = AdminServer.start(vertx, wildcard, status::get)) {
            int port = everywhere.address().getPort();
            new Socket("127.0.0.1", port).close();
            assertThatThrownBy(() -> new Socket("::1", port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void healthAndReadiness() throws Exception {
        assertThat(get("/healthz").body()).isEqualTo("ok\n");
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body())
                .isEqualTo("no view yet: the control plane has not been reached and none is kept\n");

        status.set(SampleStatus.busy(1));
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").body()).isEqualTo("ready\n");
        assertThat(get("/readyz").headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
        assertThat(get("/other").statusCode()).isEqualTo(404);
    }

    @Test
    void statusTellsOfConsumersThatDoNotServeAndOfNothingElseMore() throws Exception {
        String before = get("/status").body();
        assertThat(before).doesNotContain("viewFailures");

        status.set(SampleStatus.failing("view: dns does not serve the newest one: why"));
        assertThat(get("/status").body())
                .isEqualTo(before.replace(
                        "\"stateFailures\" : [ ]",
                        "\"stateFailures\" : [ ],\n"
                                + "  \"viewFailures\" : [ \"view: dns does not serve the newest one: why\" ]"));
    }
}
