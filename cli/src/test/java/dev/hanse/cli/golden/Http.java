// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks one HTTP server. */
final class Http {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final InetSocketAddress server;

    Http(InetSocketAddress server) {
        this.server = server;
    }

    HttpResponse<String> get(String path) {
        return ask("GET", path);
    }

    /** What an operator's tools see of an answer: status, type, text. */
    String answer(String method, String path) {
        HttpResponse<String> response = ask(method, path);
        return method + " " + path + ": " + response.statusCode()
                + response.headers()
                        .firstValue("content-type")
                        .map(type -> ", " + type)
                        .orElse("")
                + response.headers()
                        .firstValue("allow")
                        .map(allowed -> ", allow " + allowed)
                        .orElse("")
                + (response.body().isEmpty() ? "" : ", " + response.body().strip())
                + "\n";
    }

    private HttpResponse<String> ask(String method, String path) {
        URI uri = URI.create("http://127.0.0.1:" + server.getPort() + path);
        try {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
