// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import dev.hanse.net.testing.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One user of an API server, for what tests do by hand. A failed call fails the test unless its reply is asked for. For any thread. */
public final class ApiClient {
    private static final Duration LIMIT = Eventually.LIMIT;

    private final URI server;
    private final HttpClient http;
    private final Supplier<Optional<String>> token;

    /**
     * A user.
     *
     * @param tls shows the user's certificate, where there is one
     * @param token the user's bearer token, asked for with each call
     */
    ApiClient(URI server, SSLContext tls, Supplier<Optional<String>> token) {
        this.server = server;
        this.http =
                HttpClient.newBuilder().sslContext(tls).connectTimeout(LIMIT).build();
        this.token = token;
    }

    /** What is at a path, such as {@code /api/v1/namespaces/default}, an object or a list. */
    public JsonObject get(String path) {
        return call("GET", path, "", "").orFail().json();
    }

    /** Makes the objects of a YAML text be as it says, by server-side apply; those that are not there are made. */
    public List<JsonObject> apply(String yaml) {
        List<JsonObject> applied = new ArrayList<>();
        for (JsonObject each : manifests(yaml)) {
            applied.add(tryApply(each).orFail().json());
        }
        return applied;
    }

    /** As {@link #apply}, of one object, whatever comes of it. */
    public ApiReply tryApply(String yaml) {
        List<JsonObject> all = manifests(yaml);
        if (all.size() != 1) {
            throw new IllegalArgumentException(all.size() + " objects (expected: one)");
        }
        return tryApply(all.getFirst());
    }

    private ApiReply tryApply(JsonObject manifest) {
        String path = ObjectPath.of(manifest) + "?fieldManager=test&fieldValidation=Strict&force=true";
        return call("PATCH", path, "application/apply-patch+yaml", manifest.encode());
    }

    /** Deletes the objects of a YAML text. Those with finalizers, such as namespaces, are there for a while yet. */
    public void delete(String yaml) {
        for (JsonObject each : manifests(yaml)) {
            call("DELETE", ObjectPath.of(each), "", "").orFail();
        }
    }

    /** Sends any request, and returns whatever comes of it. */
    public ApiReply call(String method, String path, String type, String body) {
        HttpRequest.Builder request = request(path)
                .timeout(LIMIT)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        var response = send(request.build(), BodyHandlers.ofString());
        return new ApiReply(response.statusCode(), response.headers(), response.body());
    }

    /** Begins a watch, whose path says {@code watch=true}; fails the test where it is refused. */
    public ApiWatch watch(String path) {
        return new ApiWatch(stream(path));
    }

    /** As {@link #watch}, for so many events that only some are of interest. */
    WatchedChanges watch(String path, Predicate<JsonObject> wanted) {
        return new WatchedChanges(stream(path), wanted);
    }

    private InputStream stream(String path) {
        var response = send(request(path).build(), BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode() + " of " + path);
        }
        return response.body();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        token.get().ifPresent(each -> request.header("Authorization", "Bearer " + each));
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + request, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<JsonObject> manifests(String yaml) {
        List<JsonObject> all = new ArrayList<>();
        for (Object each : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            all.add(new JsonObject((Map<String, Object>) each));
        }
        return all;
    }
}
