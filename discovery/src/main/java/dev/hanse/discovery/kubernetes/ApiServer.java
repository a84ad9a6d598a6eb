// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server over HTTP/1.1, so that each watch has a connection of its own and one that is stuck holds up no other. Looks up how to reach it
 * before each request. For any thread; requests block it.
 */
public final class ApiServer implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final ApiAccess.Reader access;
    private final Duration patience;
    private @Nullable HttpClient client;
    private ApiAccess.@Nullable Tls tls;

    /** The one that a configuration names. */
    public ApiServer(KubernetesConfig config, KubernetesTimings timings) {
        this(ApiAccess.of(config), timings.answer());
    }

    /** @param patience longest time until an answer begins */
    ApiServer(ApiAccess.Reader access, Duration patience) {
        this.access = access;
        this.patience = patience;
    }

    /**
     * Begins to read.
     *
     * @param question for messages of refusals
     * @param path with query
     * @param silence longest time between two parts of the answer
     * @return an answer of status 200, to be closed
     */
    QuietStream get(Question question, String path, Duration silence) throws ApiException, InterruptedException {
        HttpResponse<InputStream> response = send(path, HttpRequest.Builder::GET);
        QuietStream body = new QuietStream(response.body(), silence);
        if (response.statusCode() == 200) {
            return body;
        }
        try (body) {
            throw Refusals.of(question, response, body);
        }
    }

    /**
     * Asks for a change.
     *
     * @param allowed whether it may be sent, asked at the last moment
     * @return what became of it; a server that did not answer may have made it all the same
     */
    Outcome change(Change change, BooleanSupplier allowed) throws InterruptedException {
        try {
            HttpResponse<InputStream> response = send(
                    change.path(),
                    request -> request.method(
                                    change.method(), new FencedBody(BodyPublishers.ofString(change.body()), allowed))
                            .header("Content-Type", change.type()));
            try (QuietStream body = new QuietStream(response.body(), patience)) {
                return Outcomes.of(change.question(), response, body);
            }
        } catch (ApiException e) {
            return new Outcome.Failed(change.question() + ": " + e.getMessage());
        }
    }

    private HttpResponse<InputStream> send(String path, Consumer<HttpRequest.Builder> method)
            throws ApiException, InterruptedException {
        ApiAccess now = access.read();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(now.server() + path))
                .header("Accept", "application/json")
                .header("User-Agent", "hanse-gateway");
        method.accept(request);
        if (!now.token().isEmpty()) {
            request.header("Authorization", "Bearer " + now.token());
        }
        return await(now, clientOf(now.tls()), request.build());
    }

    private HttpResponse<InputStream> await(ApiAccess now, HttpClient http, HttpRequest request)
            throws ApiException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ApiException(Reason.FAILED, now.server() + " does not answer: " + cause, cause);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ApiException(
                    Reason.FAILED, now.server() + " does not answer in " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    /** A new one where certificates were rotated; open answers of the one before go on. */
    private synchronized HttpClient clientOf(ApiAccess.Tls needed) throws ApiException {
        HttpClient existing = client;
        if (existing != null && needed.equals(tls)) {
            return existing;
        }
        HttpClient made = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(CONNECT)
                .sslContext(PemTls.context(needed))
                .build();
        if (existing != null) {
            existing.shutdown();
        }
        client = made;
        tls = needed;
        return made;
    }

    /** Breaks open answers off. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
