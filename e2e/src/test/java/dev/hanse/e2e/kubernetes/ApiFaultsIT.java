// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects what later tests take for granted of {@link FaultyApi}: that each fault is there while it is wanted, and only then. */
class ApiFaultsIT {
    private static final Duration SOON = Eventually.LIMIT;

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static final String WATCH = SERVICES + "?watch=true";
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: %s, namespace: default}
            spec: {ports: [{port: 80}]}
            """;

    private static KubernetesApi cluster;
    private FaultyApi faulty;
    private ApiClient through;

    @BeforeAll
    static void start() {
        cluster = KubernetesApi.start(LAB, "east");
    }

    @BeforeEach
    void stand() {
        faulty = new FaultyApi(cluster);
        through = cluster.hanse(faulty.address());
    }

    @AfterEach
    void close() {
        faulty.close();
    }

    @Test
    void passesEverythingWithoutAFault() throws Exception {
        try (ApiWatch watch = through.watch(WATCH)) {
            cluster.admin().apply(SERVICE.formatted("plain"));

            eventually(
                    "the watch has it",
                    SOON,
                    () -> assertThat(watch.events()).anyMatch(each -> each.contains("\"plain\"")));
            assertThat(through.get(SERVICES).getJsonArray("items").size())
                    .isEqualTo(
                            cluster.admin().get(SERVICES).getJsonArray("items").size());
            assertThat(through.call("POST", "/api/v1/namespaces/default/configmaps", "application/json", "{}")
                            .status())
                    .isEqualTo(403);
            assertThat(faulty.seen()).contains("GET " + SERVICES + " HTTP/1.1");
            assertThat(watch.hasEnded()).isFalse();
        }
    }

    @Test
    void aSilentWatchTellsNothingUntilItIsSilentNoMore() throws Exception {
        try (ApiWatch silent = through.watch(WATCH);
                ApiWatch other = cluster.hanse().watch(WATCH)) {
            faulty.set(ApiFault.SILENT_WATCHES);
            cluster.admin().apply(SERVICE.formatted("unheard"));
            eventually(
                    "another watch has it",
                    SOON,
                    () -> assertThat(other.events()).anyMatch(each -> each.contains("\"unheard\"")));

            assertThat(through.get(SERVICES).encode()).contains("\"unheard\"");
            assertThat(silent.events()).noneMatch(each -> each.contains("\"unheard\""));
            assertThat(silent.hasEnded()).isFalse();
            faulty.set(ApiFault.NONE);
            eventually(
                    "the watch has it",
                    SOON,
                    () -> assertThat(silent.events()).anyMatch(each -> each.contains("\"unheard\"")));
        }
    }

    @Test
    void silenceLeavesRequestsWithoutAnAnswer() {
        faulty.set(ApiFault.SILENCE, "/services");
        CompletableFuture<ApiReply> reply = CompletableFuture.supplyAsync(() -> through.call("GET", SERVICES, "", ""));

        eventually("it was asked", SOON, () -> assertThat(faulty.seen()).anyMatch(each -> each.contains("/services")));
        // Long enough for an answer, where one came.
        for (int i = 0; i < 10; i++) {
            assertThat(through.call("GET", "/api/v1/namespaces", "", "").status())
                    .isEqualTo(200);
        }
        assertThat(reply).isNotDone();
        faulty.set(ApiFault.NONE);
        assertThat(reply.join().status()).isEqualTo(200);
    }

    @Test
    void aVersionGoesUnderRunningAndNewWatches() throws Exception {
        try (ApiWatch running = through.watch(WATCH)) {
            eventually("it runs", SOON, () -> assertThat(running.events()).isNotEmpty());
            faulty.set(ApiFault.GONE_IN_WATCH);
            try (ApiWatch fresh = through.watch(WATCH + "&resourceVersion=0")) {
                for (ApiWatch each : List.of(running, fresh)) {
                    eventually(
                            "it has ended",
                            SOON,
                            () -> assertThat(each.hasEnded()).isTrue());
                    JsonObject last = new JsonObject(each.events().getLast());
                    assertThat(last.getString("type")).isEqualTo("ERROR");
                    assertThat(last.getJsonObject("object").getInteger("code")).isEqualTo(410);
                }
            }
            assertThat(through.call("GET", SERVICES, "", "").status()).isEqualTo(200);
        }
    }

    @Test
    void aVersionGoesUnderAWebSocketToo() throws Exception {
        Heard heard = new Heard();
        URI address = URI.create(faulty.address().toString().replace("https:", "wss:") + WATCH);
        HttpClient http = HttpClient.newBuilder()
                .sslContext(Credential.anonymous(cluster.files().root()))
                .build();
        try {
            http.newWebSocketBuilder()
                    // Without one the API server refuses.
                    .header("Origin", faulty.address().toString())
                    .header("Authorization", "Bearer " + Files.readString(cluster.hanseToken()))
                    .buildAsync(address, heard)
                    .join();
            eventually(
                    "it runs", SOON, () -> assertThat(heard.texts).anyMatch(each -> each.contains("\"kubernetes\"")));
            faulty.set(ApiFault.GONE_IN_WATCH);

            assertThat(heard.code).succeedsWithin(SOON).isEqualTo(WebSocket.NORMAL_CLOSURE);
            assertThat(heard.texts.getLast()).contains("\"ERROR\"", "410");
        } finally {
            // Closing would wait for a WebSocket that does not end.
            http.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"TOO_MANY_REQUESTS, 429", "FORBIDDEN, 403", "SERVER_ERROR, 500"})
    void refusesTheRequestsThatItIsToRefuse(ApiFault fault, int status) {
        faulty.set(fault, "/services");

        ApiReply refused = through.call("GET", SERVICES, "", "");
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.json().getInteger("code")).isEqualTo(status);
        assertThat(refused.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 429);
        assertThat(through.call("GET", "/api/v1/namespaces", "", "").status()).isEqualTo(200);
    }

    @Test
    void aListThatGoesOnHasExpired() {
        faulty.set(ApiFault.EXPIRED_CONTINUE);
        JsonObject first = through.get("/api/v1/namespaces?limit=1");
        String next = first.getJsonObject("metadata").getString("continue");

        assertThat(first.getJsonArray("items")).hasSize(1);
        ApiReply second = through.call("GET", "/api/v1/namespaces?limit=1&continue=" + next, "", "");
        assertThat(second.status()).isEqualTo(410);
        assertThat(second.json().getString("reason")).isEqualTo("Expired");
    }

    @Test
    void aListEndsInTheMiddle() {
        faulty.set(ApiFault.CUT_LIST);

        assertThatThrownBy(() -> through.get(SERVICES)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void answersComeLater() {
        faulty.set(ApiFault.DELAY);
        long begin = System.nanoTime();

        assertThat(through.call("GET", SERVICES, "", "").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void connectionsEndAndNewOnesAreTaken() throws Exception {
        try (ApiWatch watch = through.watch(WATCH)) {
            faulty.disconnect();

            eventually("it has ended", SOON, () -> assertThat(watch.hasEnded()).isTrue());
            assertThat(through.call("GET", SERVICES, "", "").status()).isEqualTo(200);
        }
    }

    @Test
    void kubectlReadsThroughIt() {
        // On the machine itself, where the test is.
        assertThat(LAB.runHere(
                                SOON,
                                "kubectl",
                                "--kubeconfig=" + faulty.hanseKubeconfig(),
                                "get",
                                "services",
                                "--namespace=default")
                        .orFail()
                        .output())
                .contains("kubernetes");
    }

    /** What a WebSocket says. */
    private static final class Heard implements WebSocket.Listener {
        final List<String> texts = new CopyOnWriteArrayList<>();
        final CompletableFuture<Integer> code = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                texts.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            code.complete(status);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            code.completeExceptionally(error);
        }
    }
}
